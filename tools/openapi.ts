import openapiTS, { astToString } from "openapi-typescript";

import { allRoutes } from "../src/composition/app.ts";
import { openApiDocument } from "../src/platform/http/index.ts";

export interface GeneratedFile {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
}

const HEAD = "// Generated from openapi.json by `npm run codegen`: change the routes, not this file.\n";

/** The API's document and the consoles' types, as the routes are declared now. */
export async function openApiFiles(): Promise<GeneratedFile[]> {
  const document = openApiDocument(allRoutes(null as never, {} as never));
  const text = `${JSON.stringify(document, null, 2)}\n`;
  const types = astToString(await openapiTS(text));
  return [
    { path: "openapi.json", text },
    { path: "web/src/api/openapi.d.ts", text: HEAD + types },
  ];
}
