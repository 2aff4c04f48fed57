import { describe, expect, test } from "vitest";

import { DAY, MINUTE } from "../../src/core/time.ts";
import { textOfLink } from "../../src/platform/identity/index.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

/** REG-02: the address one signs in with changes when the old and the new mailbox have both agreed. */
const { database, machine, visitor, user, person, noticesTo } = await openPeople();

const linkTo = async (email: string, kind: string) => {
  const found = (await noticesTo(email)).findLast((letter) => letter.kind === kind);
  return (await textOfLink(database, BigInt(found?.linkId ?? 0))) ?? "";
};
const ask = (by: Visitor, email: string) => by.send("POST", "/v1/me/mail-change", { email });
const agree = (side: "old" | "new", link: string) => visitor().send("POST", "/v1/mail-changes/agree", { side, link });
const waiting = async (by: Visitor) =>
  ((await by.send("GET", "/v1/me/mail-change")).body as unknown as { change: object | null }).change;

describe("REG-02 another mail address", () => {
  test.each([
    ["old", "new"],
    ["new", "old"],
  ] as const)(
    "REG-02 it changes when the %s and then the %s mailbox has agreed, and not before",
    async (first, second) => {
      const [before, after] = [`${first}-first@example.ru`, `${first}-after@example.ru`];
      const own = await person(before);
      expect((await ask(own, after.toUpperCase())).status).toBe(202);
      expect(await waiting(own)).toMatchObject({ newEmail: after, oldAgreed: false, newAgreed: false });
      const links = { old: await linkTo(before, "mail_old"), new: await linkTo(after, "mail_new") };
      expect(
        (await visitor().send("POST", "/v1/mail-changes/read", { side: first, link: links[first] })).body,
      ).toMatchObject({
        oldEmail: before,
        newEmail: after,
      });
      expect((await agree(first, links[first])).body).toEqual({ changed: false });
      expect(await waiting(own)).toMatchObject({ [`${first}Agreed`]: true, [`${second}Agreed`]: false });
      expect((await visitor().enter(after)).status).toBe(401);
      expect((await agree(first, links[first])).body.code).toBe("link_unusable");
      // A link is for its own mailbox.
      expect((await agree(first, links[second])).body.code).toBe("link_unusable");
      expect((await agree(second, links[second])).body).toEqual({ changed: true });
      expect((await own.send("GET", "/v1/me")).status).toBe(401);
      expect((await visitor().enter(before)).status).toBe(401);
      const again = await visitor().signIn(after);
      expect((await again.send("GET", "/v1/me")).body).toMatchObject({ user: { email: after } });
      for (const email of [before, after]) {
        expect((await noticesTo(email)).map(({ kind }) => kind)).toContain("mail_changed");
      }
      const acts = await database.query<{ act: string; text: string }>(
        "select act, audit_event::text as text from audit_event where act like 'mail_change.%' order by audit_event_id desc limit 4",
      );
      expect(acts.map(({ act }) => act)).toEqual([
        "mail_change.done",
        "mail_change.agreed",
        "mail_change.agreed",
        "mail_change.asked",
      ]);
      for (const { text } of acts) expect(text).not.toContain("@example.ru");
    },
  );

  test("REG-02 who asks for another's address sees no difference; that one is told, and nothing can change", async () => {
    await person("taken@example.ru");
    const own = await person("asks@example.ru");
    expect((await ask(own, "taken@example.ru")).status).toBe(202);
    expect(await waiting(own)).toMatchObject({ newEmail: "taken@example.ru" });
    expect((await noticesTo("taken@example.ru")).map(({ kind }) => kind)).toEqual(["registered_already"]);
    expect((await agree("old", await linkTo("asks@example.ru", "mail_old"))).body).toEqual({ changed: false });
  });

  test("REG-02 an address that was registered in between stays its owner's", async () => {
    const own = await person("slow@example.ru");
    await ask(own, "race@example.ru");
    const [old, fresh] = [await linkTo("slow@example.ru", "mail_old"), await linkTo("race@example.ru", "mail_new")];
    await user("race@example.ru");
    expect((await agree("old", old)).status).toBe(200);
    expect((await agree("new", fresh)).body.code).toBe("email_taken");
    expect((await own.send("GET", "/v1/me")).body).toMatchObject({ user: { email: "slow@example.ru" } });
  });

  test("REG-02 one that was withdrawn, asked anew or left for a day does nothing; the own address is none", async () => {
    const own = await person("mind@example.ru");
    expect((await ask(own, "mind@example.ru")).body.code).toBe("same_mail");
    await ask(own, "first@example.ru");
    const first = await linkTo("first@example.ru", "mail_new");
    await ask(own, "other@example.ru");
    expect((await agree("new", first)).body.code).toBe("link_unusable");
    const other = await linkTo("other@example.ru", "mail_new");
    expect((await own.send("DELETE", "/v1/me/mail-change")).status).toBe(204);
    expect(await waiting(own)).toBeNull();
    expect((await agree("new", other)).body.code).toBe("link_unusable");
    await ask(own, "late@example.ru");
    const late = await linkTo("late@example.ru", "mail_new");
    machine.advance(DAY + MINUTE);
    expect((await agree("new", late)).body.code).toBe("link_unusable");
  });

  test("reliability 42 a browser that was left open does not ask for it; nor does a stranger see or end it", async () => {
    const own = await person("left@example.ru");
    await ask(own, "left-new@example.ru");
    const stranger = await person("stranger@example.ru");
    expect(await waiting(stranger)).toBeNull();
    expect((await stranger.send("DELETE", "/v1/me/mail-change")).status).toBe(404);
    machine.advance(16 * MINUTE);
    expect((await ask(own, "left-other@example.ru")).body.code).toBe("proof_needed");
  });
});
