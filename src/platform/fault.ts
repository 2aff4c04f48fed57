const [armedLabel = "", count = "1"] = (process.env["SALDO_FAULT"] ?? "").split(":");
const armed = armedLabel !== "" && process.env["SALDO_MODE"] !== "production";
let left = Number(count);

/**
 * A place at which chaos tests end the process as `kill -9` does: SALDO_FAULT=commit:7 kills it when it is about to commit
 * for the seventh time. Does nothing unless that is set, and never anything in production mode.
 */
export function faultPoint(label: string): void {
  if (!armed || label !== armedLabel) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, "SIGKILL");
}
