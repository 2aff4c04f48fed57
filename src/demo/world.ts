import type { StaffRole } from "../platform/http/index.ts";

/** The demo world: who lives in it, what runs, who pays how. Invented people; tax numbers have right check digits only. */

export const DEMO_PASSWORD = "Saldo-demo-2026";

export interface DemoStaff {
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
}

export const STAFF: readonly DemoStaff[] = [
  { email: "operator@saldo.example", name: "Олег Операторов", role: "operator" },
  { email: "clerk@saldo.example", name: "Дарья Документова", role: "document_clerk" },
  { email: "accountant@saldo.example", name: "Алла Бухгалтерова", role: "accountant" },
  { email: "support@saldo.example", name: "Павел Поддержкин", role: "support" },
  { email: "partners@saldo.example", name: "Мария Партнёрова", role: "partner_manager" },
];

/** A gauge that runs through the demo: quantity of a SKU on a resource, from a day of the first month, until a day or on. */
export interface DemoGauge {
  readonly resource: string;
  readonly sku: string;
  readonly quantity: string;
  /** Days after the demo's first day, and the local time. */
  readonly from: readonly [day: number, time: string];
  readonly until?: readonly [day: number, time: string];
}

/** A quantity reported every day: about so much, a little more or less each day. */
export interface DemoFlow {
  readonly resource: string;
  readonly sku: string;
  readonly daily: number;
}

export interface DemoProject {
  readonly projectId: bigint;
  readonly name: string;
  /** Which of its days is today: a story that ends now, whatever day of the month that is. */
  readonly today?: number;
  /** When its balance is looked at, as it is minute by minute in life: else it would be frozen only when the demo is loaded. */
  readonly charged?: readonly [day: number, time: string];
  readonly gauges: readonly DemoGauge[];
  readonly flows: readonly DemoFlow[];
  /** Bank transfers (legal entities) or cards, in major units: day, amount. */
  readonly transfers: readonly (readonly [day: number, amount: number])[];
  readonly cards: readonly (readonly [day: number, amount: number])[];
  readonly bonuses: readonly {
    readonly group: string;
    readonly amount: number;
    readonly day: number;
    readonly days: number;
  }[];
}

export interface DemoPayer {
  readonly kind: "sole_proprietor" | "legal_entity";
  readonly name: string;
  readonly fullName: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly ogrn: string | null;
  readonly address: string;
  readonly documentEmail: string;
  /** Null: public offer, prepaid. */
  readonly contract: { readonly number: string; readonly postpaid: boolean; readonly paymentDays: number } | null;
  /** The account its transfers come from. */
  readonly bankAccount: string;
}

export interface DemoCustomer {
  readonly email: string;
  readonly name: string;
  /** How the list of logins calls the person. */
  readonly role: string;
  readonly region: "moscow" | "kazakhstan";
  readonly payer: DemoPayer | null;
  readonly projects: readonly DemoProject[];
  readonly members?: readonly {
    readonly email: string;
    readonly name: string;
    readonly role: "billing_administrator" | "project_administrator" | "viewer";
  }[];
}

const server = (
  resource: string,
  vcpu: string,
  ram: string,
  disk: string,
  from: DemoGauge["from"],
  until?: DemoGauge["until"],
): DemoGauge[] =>
  [
    { resource, sku: "compute.vcpu.standard", quantity: vcpu },
    { resource, sku: "compute.ram.standard", quantity: ram },
    { resource: `${resource}-disk`, sku: "disk.ssd", quantity: disk },
    { resource: `${resource}-ip`, sku: "network.ip.public", quantity: "1" },
  ].map((gauge) => ({ ...gauge, from, ...(until ? { until } : {}) }));

export const CUSTOMERS: readonly DemoCustomer[] = [
  {
    email: "anna@example.test",
    name: "Анна Карточкина",
    role: "person",
    region: "moscow",
    payer: null,
    projects: [
      {
        projectId: 1_000_000_001n,
        name: "Личный сайт",
        gauges: [
          ...server("site", "2", "4", "40", [3, "10:02"]),
          { resource: "site-backup", sku: "backup.storage", quantity: "40", from: [5, "03:00"] },
        ],
        flows: [{ resource: "site", sku: "network.traffic.out", daily: 6 }],
        transfers: [],
        cards: [
          [1, 1500],
          [28, 2000],
          [58, 2500],
        ],
        bonuses: [
          { group: "compute", amount: 2000, day: 1, days: 60 },
          { group: "platform", amount: 3000, day: 1, days: 60 },
        ],
      },
    ],
  },
  {
    email: "buh@romashka.example.test",
    name: "Ольга Ромашкина",
    role: "company",
    region: "moscow",
    payer: {
      kind: "legal_entity",
      name: "ООО «Ромашка»",
      fullName: "Общество с ограниченной ответственностью «Ромашка»",
      inn: "7707083893",
      kpp: "770701001",
      ogrn: "1027700132195",
      address: "117312, г. Москва, ул. Вавилова, д. 19",
      documentEmail: "docs@romashka.example.test",
      contract: null,
      bankAccount: "40702810400000000092",
    },
    projects: [
      {
        projectId: 1_000_000_002n,
        name: "Интернет-магазин",
        gauges: [
          ...server("shop-web-1", "4", "8", "100", [0, "00:00"]),
          ...server("shop-web-2", "4", "8", "100", [8, "09:40"]),
          ...server("shop-sale", "8", "16", "200", [40, "18:00"], [47, "23:30"]),
          { resource: "shop-db", sku: "disk.high-iops", quantity: "500", from: [0, "00:00"] },
          { resource: "shop-lic", sku: "licence.windows.vcpu", quantity: "4", from: [0, "00:00"] },
        ],
        flows: [
          { resource: "shop-web-1", sku: "network.traffic.out", daily: 35 },
          { resource: "media", sku: "object-storage.put", daily: 12_000 },
          { resource: "media", sku: "object-storage.get", daily: 350_000 },
          { resource: "cdn", sku: "cdn.traffic", daily: 120 },
        ],
        transfers: [
          [0, 60_000],
          [31, 60_000],
          [60, 60_000],
        ],
        cards: [[45, 3000]],
        bonuses: [],
      },
      {
        projectId: 1_000_000_003n,
        name: "Тестовый стенд",
        gauges: [
          ...server("test-1", "2", "4", "50", [2, "11:15"], [75, "19:00"]),
          { resource: "bucket", sku: "object-storage.hot", quantity: "850", from: [1, "08:00"] },
        ],
        flows: [{ resource: "bucket", sku: "object-storage.put", daily: 900 }],
        transfers: [
          [1, 15_000],
          [40, 10_000],
        ],
        cards: [],
        bonuses: [],
      },
    ],
    members: [
      { email: "accountant@romashka.example.test", name: "Вера Счётова", role: "billing_administrator" },
      { email: "developer@romashka.example.test", name: "Иван Кодов", role: "project_administrator" },
      { email: "viewer@romashka.example.test", name: "Глеб Смотров", role: "viewer" },
    ],
  },
  {
    email: "cfo@severveter.example.test",
    name: "Сергей Северов",
    role: "post-paid",
    region: "moscow",
    payer: {
      kind: "legal_entity",
      name: "АО «Северный ветер»",
      fullName: "Акционерное общество «Северный ветер»",
      inn: "5190123455",
      kpp: "519001001",
      ogrn: "1025100123454",
      address: "183038, г. Мурманск, пр-кт Ленина, д. 75",
      documentEmail: "closing@severveter.example.test",
      contract: { number: "ИД-17/26", postpaid: true, paymentDays: 25 },
      bankAccount: "40702810400000000105",
    },
    projects: [
      {
        projectId: 1_000_000_004n,
        name: "Расчётный кластер",
        gauges: [
          ...server("node-1", "16", "64", "400", [0, "00:00"]),
          ...server("node-2", "16", "64", "400", [0, "00:00"]),
          ...server("node-3", "16", "64", "400", [12, "07:30"]),
          { resource: "cluster", sku: "kubernetes.control-plane", quantity: "1", from: [0, "00:00"] },
        ],
        flows: [{ resource: "node-1", sku: "network.traffic.out", daily: 200 }],
        transfers: [[38, 90_000]],
        cards: [],
        bonuses: [],
      },
    ],
  },
  {
    email: "ip@mastakov.example.test",
    name: "Пётр Мастаков",
    role: "proprietor",
    region: "moscow",
    payer: {
      kind: "sole_proprietor",
      name: "ИП Мастаков П. С.",
      fullName: "Индивидуальный предприниматель Мастаков Пётр Сергеевич",
      inn: "500100732259",
      kpp: null,
      ogrn: "304500116000157",
      address: "141402, Московская обл., г. Химки, ул. Победы, д. 4",
      documentEmail: "ip@mastakov.example.test",
      contract: null,
      bankAccount: "40802810400000000017",
    },
    projects: [
      {
        projectId: 1_000_000_005n,
        name: "Учёт и склад",
        gauges: server("erp", "4", "16", "200", [6, "12:00"]),
        flows: [{ resource: "erp", sku: "network.traffic.out", daily: 3 }],
        transfers: [
          [5, 9000],
          [35, 12_000],
          [66, 12_000],
        ],
        cards: [],
        bonuses: [],
      },
    ],
  },
  {
    email: "student@example.test",
    name: "Кирилл Забывчивый",
    role: "frozen",
    region: "moscow",
    payer: null,
    projects: [
      {
        projectId: 1_000_000_006n,
        name: "Курсовая",
        today: 82,
        charged: [79, "21:00"],
        // 750 roubles last nine days and some hours; then the cloud stops the server, and its disk and address go on.
        gauges: server("lab", "2", "4", "20", [70, "14:30"]).map((gauge) =>
          gauge.sku.startsWith("compute.") ? { ...gauge, until: [79, "21:00"] as const } : gauge,
        ),
        flows: [],
        transfers: [],
        cards: [[70, 750]],
        bonuses: [],
      },
    ],
  },
  {
    // Came last month: the sign-up bonus is alive whatever the day of the month.
    email: "lena@example.test",
    name: "Елена Новосёлова",
    role: "newcomer",
    region: "moscow",
    payer: null,
    projects: [
      {
        projectId: 1_000_000_007n,
        name: "Блог",
        gauges: server("blog", "1", "2", "20", [45, "13:20"]),
        flows: [{ resource: "blog", sku: "network.traffic.out", daily: 2 }],
        transfers: [],
        cards: [[45, 1000]],
        bonuses: [
          { group: "compute", amount: 2000, day: 45, days: 60 },
          { group: "platform", amount: 3000, day: 45, days: 60 },
        ],
      },
    ],
  },
  {
    email: "finance@alatau.example.test",
    name: "Айгерим Алатаева",
    role: "kazakhstan",
    region: "kazakhstan",
    payer: {
      kind: "legal_entity",
      name: "ТОО «Алатау Софт»",
      fullName: "Товарищество с ограниченной ответственностью «Алатау Софт»",
      inn: "990601301525",
      kpp: null,
      ogrn: null,
      address: "050000, Республика Казахстан, г. Алматы, пр-кт Абая, д. 10",
      documentEmail: "finance@alatau.example.test",
      contract: null,
      bankAccount: "KZ86125KZT5004100100",
    },
    projects: [
      {
        projectId: 2_000_000_001n,
        name: "Портал",
        gauges: server("portal", "4", "8", "80", [0, "00:00"]),
        flows: [{ resource: "portal", sku: "network.traffic.out", daily: 15 }],
        transfers: [
          [0, 150_000],
          [32, 150_000],
          [62, 150_000],
        ],
        cards: [],
        bonuses: [],
      },
    ],
  },
];
