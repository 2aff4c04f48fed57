/** Counters and durations in Prometheus text form. Labels must be few and never name a person or a project. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Histogram {
  readonly counts: number[];
  sum: number;
  count: number;
}

export class Metrics {
  readonly #requests = new Map<string, number>();
  readonly #durations = new Map<string, Histogram>();
  readonly #gauges = new Map<string, { help: string; read: () => number }>();

  /** A figure read whenever the page is asked for: pool use, queue length, heap. */
  gauge(name: string, help: string, read: () => number): void {
    this.#gauges.set(name, { help, read });
  }

  /** One answered request of a route (its pattern, not its address). */
  observe(method: string, route: string, status: number, seconds: number): void {
    const request = `method="${method}",route="${route}",status="${status}"`;
    this.#requests.set(request, (this.#requests.get(request) ?? 0) + 1);
    const histogram = this.#histogram(`method="${method}",route="${route}"`);
    const bucket = BUCKETS.findIndex((limit) => seconds <= limit);
    if (bucket >= 0) histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1;
    histogram.sum += seconds;
    histogram.count += 1;
  }

  text(): string {
    return [...this.#gaugeLines(), ...this.#requestLines(), ...this.#durationLines(), ""].join("\n");
  }

  #histogram(labels: string): Histogram {
    let histogram = this.#durations.get(labels);
    if (!histogram) {
      histogram = { counts: BUCKETS.map(() => 0), sum: 0, count: 0 };
      this.#durations.set(labels, histogram);
    }
    return histogram;
  }

  #gaugeLines(): string[] {
    return [...this.#gauges].flatMap(([name, { help, read }]) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      `${name} ${read()}`,
    ]);
  }

  #requestLines(): string[] {
    const head = ["# HELP http_requests_total Answered requests.", "# TYPE http_requests_total counter"];
    return [...head, ...[...this.#requests].map(([labels, count]) => `http_requests_total{${labels}} ${count}`)];
  }

  #durationLines(): string[] {
    const name = "http_request_duration_seconds";
    const lines = [`# HELP ${name} Time from the request's head to the reply's end.`, `# TYPE ${name} histogram`];
    for (const [labels, { counts, sum, count }] of this.#durations) {
      let below = 0;
      BUCKETS.forEach((limit, index) => {
        below += counts[index] ?? 0;
        lines.push(`${name}_bucket{${labels},le="${limit}"} ${below}`);
      });
      lines.push(
        `${name}_bucket{${labels},le="+Inf"} ${count}`,
        `${name}_sum{${labels}} ${sum.toFixed(6)}`,
        `${name}_count{${labels}} ${count}`,
      );
    }
    return lines;
  }
}
