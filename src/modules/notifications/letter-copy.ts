import type { Subject, SubjectKind } from "../../core/subject.ts";
import { formatPid } from "../../core/ids.ts";
import { type WrittenLetter, writeLetter } from "../../platform/mail/index.ts";
import { supplierOf } from "../parties/index.ts";
import { peopleOfProjects, projectFacts, regionOf } from "../tenancy/index.ts";
import { type LetterFrame, footer } from "./frame.ts";
import { kindOf } from "./kinds.ts";
import { type Letter, MUTED, NOBODY, letter } from "./letter.ts";
import { addressLink, wantsLetter } from "./settings.ts";
import { selectAddress, selectChoicesOf } from "./settings-store.ts";
import { addressConfirmation, letterCopy } from "./topics.ts";

/** The letters of these topics to further readers, as they want them when it is sent. */
export function copiesOf(letters: readonly Letter[]): Letter {
  return {
    topic: letterCopy,
    async write(sources, message) {
      const { topic, about, payload, userId, addressId, kind: code } = letterCopy.payloadOf(message);
      const kind = kindOf(code);
      const original = letters.find((one) => one.topic.name === topic);
      if (!original?.writeTo || !kind) return null;
      const { database, publicUrl } = sources;
      const projectId = message.subject.id;
      const subject: Subject = { kind: about.kind as SubjectKind, id: about.id };
      const copied = { ...message, topic, subject, payload };
      if (addressId !== null) {
        const address = await selectAddress(database, addressId);
        if (!address || address.endedAt !== null || address.confirmedAt === null) return MUTED;
        const link = await addressLink(database, address, "unsubscribe");
        const unsubscribeUrl = `${publicUrl}/notification-address/unsubscribe#${link}`;
        const reader = { to: address.email, language: address.language, unsubscribeUrl };
        return (await original.writeTo(sources, copied, reader)) ?? NOBODY;
      }
      const person = (await peopleOfProjects(database, [projectId])).find((one) => one.userId === userId);
      if (!person) return MUTED;
      const choice = (await selectChoicesOf(database, [projectId], code)).find(
        ({ userNo }) => userNo === person.userNo,
      );
      if (!wantsLetter(kind, person.role, choice)) return MUTED;
      return (await original.writeTo(sources, copied, { to: person.email, language: person.language })) ?? NOBODY;
    },
  };
}

export interface AddressLetter extends LetterFrame {
  readonly projectName: string;
  readonly pid: string;
  readonly url: string;
}

/** To an address that was added to a project: nothing else is sent there until it agrees. */
export const addressQuestion = letter({
  topic: addressConfirmation,
  compose: addressLetter,
  async read({ database, publicUrl }, projectId, { addressId }) {
    const address = await selectAddress(database, addressId);
    const project = (await projectFacts(database, [projectId])).get(projectId);
    if (!address || !project || address.endedAt !== null || address.confirmedAt !== null) return null;
    const region = await regionOf(database, project.regionCode);
    const supplier = await supplierOf(database, region.supplierCode);
    const link = await addressLink(database, address, "confirm");
    const facts = {
      language: address.language,
      supplierName: supplier.name,
      contact: region.documentAddress,
      projectName: project.name,
      pid: formatPid(projectId),
      // After the sign: a link's text is in no server's log.
      url: `${publicUrl}/notification-address/confirm#${link}`,
    };
    return { to: address.email, facts };
  },
});

export function addressLetter(facts: AddressLetter): WrittenLetter {
  const { language, projectName, pid, url } = facts;
  const texts = {
    ru: {
      subject: `Уведомления проекта ${pid}: подтвердите адрес`,
      heading: "Подтвердите адрес для уведомлений",
      paragraphs: [
        "Этот адрес добавили к проекту облака, чтобы присылать на него уведомления. Если вы согласны, откройте ссылку.",
        "Если вы этого не ждали, ничего делать не нужно: без подтверждения писем не будет.",
      ],
      project: "Проект",
      link: "Получать уведомления",
    },
    en: {
      subject: `Notifications of project ${pid}: confirm the address`,
      heading: "Confirm the address for notifications",
      paragraphs: [
        "This address was added to a project of the cloud, to get its notifications. If you agree, open the link.",
        "If you did not expect it, nothing needs to be done: without your consent no letters will come.",
      ],
      project: "Project",
      link: "Get notifications",
    },
  }[language];
  return writeLetter({
    language,
    subject: texts.subject,
    heading: texts.heading,
    paragraphs: texts.paragraphs,
    facts: [
      [texts.project, projectName],
      ["PID", pid],
    ],
    link: { label: texts.link, url },
    footer: footer(facts),
  });
}
