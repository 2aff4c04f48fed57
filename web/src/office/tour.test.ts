import { expect, it } from "vitest";

import { SECTIONS, sectionsFor } from "./sections.ts";
import { STEPS } from "./tour.ts";

it("REG-04 the tour has five steps for each role of staff that has sections, and shows nothing that the role does not see", () => {
  for (const role of new Set(SECTIONS.flatMap(({ roles }) => [...roles]))) {
    const seen = sectionsFor(role).map(({ id }) => id);
    expect(STEPS[role], role).toHaveLength(5);
    expect(seen, role).toEqual(expect.arrayContaining([...STEPS[role]]));
  }
});
