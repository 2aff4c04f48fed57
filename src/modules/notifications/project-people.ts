import { formatPid } from "../../core/ids.ts";
import { type Instant, type Zone } from "../../core/time.ts";
import { textOfLink } from "../../platform/identity/index.ts";
import { type WrittenLetter, writeLetter } from "../../platform/mail/index.ts";
import { supplierOf } from "../parties/index.ts";
import {
  type PEOPLE_NOTICES,
  ROLE_NAMES,
  type Role,
  invitationOfId,
  projectFacts,
  projectPeople as topic,
  regionOf,
  userOfId,
} from "../tenancy/index.ts";
import { type LetterFrame, footer, formatMoment } from "./frame.ts";
import { type Addressed, letter } from "./letter.ts";

/** REG-04, REG-05: to one person about a place in a project. */
export const projectPeople = letter({
  topic,
  compose: peopleLetter,
  async read({ database, publicUrl }, projectId, payload): Promise<Addressed<PeopleLetter> | null> {
    const project = (await projectFacts(database, [projectId])).get(projectId);
    if (!project) return null;
    const region = await regionOf(database, project.regionCode);
    const supplier = await supplierOf(database, region.supplierCode);
    const frame = {
      supplierName: supplier.name,
      contact: region.documentAddress,
      projectName: project.name,
      pid: formatPid(projectId),
      zone: region.timeZone,
    };
    if (payload.kind === "invitation") {
      const { kind, invitationId, linkId, language, expiresAt: at } = payload;
      const invitation = await invitationOfId(database, invitationId);
      const link = await textOfLink(database, linkId);
      if (!invitation || invitation.endedAs !== null || link === null) return null;
      const by = await userOfId(database, invitation.invitedBy);
      const other = { name: by?.name ?? "", email: by?.email ?? "" };
      const facts = { ...frame, kind, language, role: invitation.role, other, at };
      // After the sign: a link's text is in no server's log.
      return { to: invitation.email, facts: { ...facts, url: `${publicUrl}/invitation#${link}` } };
    }
    const { kind, userId, otherUserId, role, at } = payload;
    const [reader, by] = [await userOfId(database, userId), await userOfId(database, otherUserId)];
    if (!reader || !by) return null;
    const other = { name: by.name, email: by.email };
    const page = kind === "removed" ? "" : `projects/${frame.pid}/settings`;
    const facts = { ...frame, kind, language: reader.language, role, other, at, url: `${publicUrl}/${page}` };
    return { to: reader.email, facts };
  },
});

export interface PeopleLetter extends LetterFrame {
  readonly kind: "invitation" | (typeof PEOPLE_NOTICES)[number];
  readonly projectName: string;
  readonly pid: string;
  readonly role: Role;
  /** Who did it, or who it is about. */
  readonly other: { readonly name: string; readonly email: string };
  /** Of an invitation: until when its link may be used; of all others: when it happened. */
  readonly at: Instant;
  readonly zone: Zone;
  readonly url: string;
}

interface Words {
  /** With the PID at its end: names come from people, and a subject is read before anything else. */
  readonly subject: string;
  readonly text: string;
  readonly other: string;
  /** Null: the role is not told. */
  readonly role: string | null;
  readonly link: string;
}

const RU: Readonly<Record<PeopleLetter["kind"], Words>> = {
  invitation: {
    subject: "Приглашение в проект",
    text: "Вас приглашают в проект облака. Откройте ссылку, чтобы принять приглашение или отказаться. Если вы не ждали приглашения, ничего делать не нужно.",
    other: "Кто приглашает",
    role: "Роль",
    link: "Открыть приглашение",
  },
  added: {
    subject: "Вы участник проекта",
    text: "Вы приняли приглашение и теперь участник проекта.",
    other: "Кто пригласил",
    role: "Ваша роль",
    link: "Открыть проект",
  },
  joined: {
    subject: "Новый участник проекта",
    text: "Приглашение принято: в проекте новый участник.",
    other: "Участник",
    role: "Роль",
    link: "Открыть проект",
  },
  role_changed: {
    subject: "Ваша роль в проекте изменена",
    text: "У вас теперь другая роль в проекте: от неё зависит, что вы видите и что можете делать.",
    other: "Кто изменил",
    role: "Ваша роль",
    link: "Открыть проект",
  },
  removed: {
    subject: "Вы больше не участник проекта",
    text: "Вас исключили из проекта. Ваши токены для этого проекта больше не действуют.",
    other: "Кто исключил",
    role: null,
    link: "Открыть консоль",
  },
  owner_asked: {
    subject: "Вам предлагают стать владельцем проекта",
    text: "Владелец предлагает передать вам проект. Если вы согласитесь, вы поменяетесь ролями; учётная запись, плательщик и его документы останутся у прежнего владельца. Ответить можно в консоли.",
    other: "Владелец",
    role: "Ваша роль сейчас",
    link: "Ответить в консоли",
  },
  owner_declined: {
    subject: "Участник отказался стать владельцем проекта",
    text: "Участник, которому вы предложили проект, отказался. Владелец по-прежнему вы.",
    other: "Участник",
    role: null,
    link: "Открыть проект",
  },
  owner_received: {
    subject: "Вы владелец проекта",
    text: "Теперь владелец проекта — вы: вы с прежним владельцем поменялись ролями. Учётная запись, плательщик и его прежние документы остались у прежнего владельца.",
    other: "Прежний владелец",
    role: "Ваша роль",
    link: "Открыть проект",
  },
  owner_given: {
    subject: "У проекта новый владелец",
    text: "Владелец проекта теперь другой участник: вы с ним поменялись ролями. Учётная запись, плательщик и его документы остались у вас. Если вы об этом не знаете, сразу напишите нам.",
    other: "Новый владелец",
    role: "Ваша роль",
    link: "Открыть проект",
  },
};

const EN: Readonly<Record<PeopleLetter["kind"], Words>> = {
  invitation: {
    subject: "Invitation to a project",
    text: "You are invited to a project of the cloud. Open the link to accept the invitation or to decline it. If you did not expect it, nothing needs to be done.",
    other: "Invited by",
    role: "Role",
    link: "Open the invitation",
  },
  added: {
    subject: "You are a member of a project",
    text: "You accepted the invitation and are a member of the project now.",
    other: "Invited by",
    role: "Your role",
    link: "Open the project",
  },
  joined: {
    subject: "A new member of a project",
    text: "The invitation was accepted: the project has a new member.",
    other: "Member",
    role: "Role",
    link: "Open the project",
  },
  role_changed: {
    subject: "Your role was changed in a project",
    text: "You have another role in the project now: what you see and what you may do depend on it.",
    other: "Changed by",
    role: "Your role",
    link: "Open the project",
  },
  removed: {
    subject: "You are no longer a member of a project",
    text: "You were removed from the project. Your tokens for this project are no longer valid.",
    other: "Removed by",
    role: null,
    link: "Open the console",
  },
  owner_asked: {
    subject: "You are asked to become the owner of a project",
    text: "The owner wants to give the project to you. If you agree, you change roles; the account, the payer and its documents stay with the owner of before. Answer in the console.",
    other: "Owner",
    role: "Your role now",
    link: "Answer in the console",
  },
  owner_declined: {
    subject: "A member declined to become the owner of a project",
    text: "The member to whom you offered the project declined. You are still the owner.",
    other: "Member",
    role: null,
    link: "Open the project",
  },
  owner_received: {
    subject: "You are the owner of a project",
    text: "You are the owner of the project now: you and the owner of before have changed roles. The account, the payer and its documents of before stay with the owner of before.",
    other: "Owner before",
    role: "Your role",
    link: "Open the project",
  },
  owner_given: {
    subject: "A project has a new owner",
    text: "Another member is the owner of the project now, and you have changed roles. The account, the payer and its documents stay with you. If this is news to you, write to us at once.",
    other: "New owner",
    role: "Your role",
    link: "Open the project",
  },
};

const PROJECT = { ru: "Проект", en: "Project" };
const MAIL = { ru: "Его почта", en: "Mail" };
const WHEN = { ru: "Когда", en: "When" };
const UNTIL = { ru: "Ссылка действует до", en: "The link is valid until" };

export function peopleLetter(facts: PeopleLetter): WrittenLetter {
  const { kind, language, projectName, pid, role, other, at, zone, url } = facts;
  const words = (language === "ru" ? RU : EN)[kind];
  return writeLetter({
    language,
    subject: `${words.subject} ${pid}`,
    heading: words.subject,
    paragraphs: [words.text],
    facts: [
      [PROJECT[language], projectName],
      ["PID", pid],
      [words.other, other.name],
      [MAIL[language], other.email],
      ...(words.role === null ? [] : [[words.role, ROLE_NAMES[role][language]] as const]),
      [(kind === "invitation" ? UNTIL : WHEN)[language], formatMoment(at, zone, language)],
    ],
    link: { label: words.link, url },
    footer: footer(facts),
  });
}
