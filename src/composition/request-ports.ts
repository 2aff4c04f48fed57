import { NotFound, type Texts } from "../core/errors.ts";
import { type Minor, formatMinor } from "../core/money.ts";
import {
  type Instant,
  type LocalDate,
  type LocalMonth,
  dateOf,
  firstDay,
  formatInstant,
  lastDayOf,
} from "../core/time.ts";
import { type Funds, funds, grantBonus } from "../modules/balance/index.ts";
import { balanceViews, expenses, openRows } from "../modules/reports/index.ts";
import {
  type Facts,
  type FactsReader,
  MemberUnknown,
  type RequestPorts,
  RequestWithoutProject,
} from "../modules/requests/index.ts";
import {
  OwnerAlready,
  activateServices,
  exchangeOwner,
  linkPhoneByRequest,
  memberByEmail,
  projectFacts,
} from "../modules/tenancy/index.ts";
import { type Clock, systemClock } from "../platform/clock.ts";
import type { Uploads } from "../platform/uploads/index.ts";

/** Of a project with very many services and open grains the costliest are named. */
const MOST_ROWS = 50;

type Row = Facts["sections"][number]["rows"][number];

/** What the room of requests needs from rooms that it must not know. */
export function requestPorts(uploads: Uploads, machineClock: Clock = systemClock): RequestPorts {
  return {
    uploads,
    machineClock,
    facts: { accruals: accrualFacts, deletion: deletionFacts },
    complete: {
      async owner_changed(tx, { projectId, fields }, now) {
        if (projectId === null) throw RequestWithoutProject({ field: "pid" });
        const member = await memberByEmail(tx, projectId, fields["newOwner"] ?? "");
        if (!member?.maySignIn) throw MemberUnknown({ field: "fields.newOwner" });
        if (member.role === "owner") throw OwnerAlready({ field: "fields.newOwner" });
        await exchangeOwner(tx, projectId, member.userId, now);
        await activateServices(tx, member.userId, grantBonus, now);
      },
      async phone_linked(tx, { requesterUserId, fields }, now) {
        if (requesterUserId === null) throw NotFound({ values: { what: "requester" } });
        const times = { machineNow: machineClock.now(), now };
        await linkPhoneByRequest(tx, requesterUserId, fields["phone"] ?? "", times, grantBonus);
      },
    },
  };
}

/** PTR-16: the balance, what the asked month cost by service, and what is consumed and not charged yet. */
const accrualFacts: FactsReader = async (reader, { projectId, fields, zone, now }) => {
  const project = (await projectFacts(reader, [projectId])).get(projectId);
  const currency = project?.currency ?? "";
  const money = (label: Texts, minor: Minor): Row => ({ label, amount: formatMinor(minor), currency });
  const month = (fields["month"] ?? dateOf(now, zone).slice(0, 7)) as LocalMonth;
  const days = { from: firstDay(month), to: lastDayOf(month) };
  const view = (await balanceViews(reader, [projectId], now)).get(projectId);
  const spent = await expenses(reader, { projectIds: [projectId], ...days, interval: "month" }, now);
  const open = await openRows(reader, [projectId], now);
  const byDay = Map.groupBy(open, ({ day }) => day);
  return {
    sections: [
      {
        title: { ru: "Баланс", en: "Balance" },
        rows: [
          money({ ru: "Платёжный счёт", en: "Payment account" }, view?.paymentMinor ?? 0n),
          money({ ru: "Бонусы", en: "Bonuses" }, view?.bonusMinor ?? 0n),
          ...whenFrozen(view?.funds),
        ],
      },
      {
        title: { ru: `Расходы за ${month}`, en: `Expenses of ${month}` },
        rows: [
          ...spent.services.slice(0, MOST_ROWS).map(({ name, total }) => money(name, total)),
          money({ ru: "Всего", en: "Total" }, spent.total),
          money({ ru: "За столько же дней до этого", en: "In as many days before" }, spent.previousTotal),
        ],
      },
      {
        title: { ru: "Потреблено и ещё не начислено", en: "Consumed and not charged yet" },
        rows: [...byDay].slice(0, MOST_ROWS).map(([day, grains]) => money(dayLabel(day), sum(grains))),
      },
    ],
    values: {},
  };
};

function dayLabel(day: LocalDate): Texts {
  return { ru: day, en: day };
}

function sum(grains: readonly { readonly amountMinor: Minor }[]): Minor {
  return grains.reduce((total, { amountMinor }) => total + amountMinor, 0n);
}

/** FRZ-02: whether and since when the project is frozen, and when its objects go. */
const deletionFacts: FactsReader = async (reader, { projectId, zone }) => {
  const known = (await funds(reader, [projectId])).get(projectId);
  const rows = whenFrozen(known);
  const none: Row = {
    label: { ru: "Состояние", en: "State" },
    text: { ru: "Проект не заморожен", en: "The project is not frozen" },
  };
  const values = {
    frozenAt: moment(known?.frozenAt ?? null, zone),
    deletionDueAt: moment(known?.deletionDueAt ?? null, zone),
    deletedAt: moment(known?.objectsDeletedAt ?? null, zone),
  };
  return {
    sections: [{ title: { ru: "Заморозка", en: "Freeze" }, rows: rows.length === 0 ? [none] : rows }],
    values,
  };
};

function whenFrozen(known: Funds | undefined): Row[] {
  const { frozenAt = null, deletionDueAt = null, objectsDeletedAt = null } = known ?? {};
  const row = (label: Texts, at: Instant | null): Row[] => (at === null ? [] : [{ label, at: formatInstant(at) }]);
  return [
    ...row({ ru: "Заморожен", en: "Frozen since" }, frozenAt),
    ...row({ ru: "Удаление объектов", en: "Objects are deleted" }, objectsDeletedAt === null ? deletionDueAt : null),
    ...row({ ru: "Объекты удалены", en: "Objects were deleted" }, objectsDeletedAt),
  ];
}

/** A time as an answer names it; a dash where there is none. */
function moment(at: Instant | null, zone: string): Texts {
  const shown = (locale: string) =>
    at === null
      ? "—"
      : new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: zone }).format(at);
  return { ru: shown("ru-RU"), en: shown("en-GB") };
}
