import ts from "typescript";

import { isCode, isTest, nodesOf, type Source } from "./sources.ts";

/** Names that are given from outside: those of the operator's files. Their content is renamed where it is read. */
const GIVEN = new Set(["src/modules/parties/reference-file.ts"]);

const SNAKE = /^[a-z]+_[a-z_]+$/;

/**
 * Rows have one style: stores name columns in camelCase, by an alias in the statement. So no property of a declared type,
 * and none of a row that a statement is said to answer, is in snake_case, whether it leaves its room or not.
 */
export function rowStyleProblems(source: Source): string[] {
  if (!isCode(source) || isTest(source) || !source.path.startsWith("src/modules/") || GIVEN.has(source.path)) return [];
  return nodesOf(source).flatMap(({ node, line }) => {
    if (!ts.isPropertySignature(node) || !SNAKE.test(node.name.getText())) return [];
    return [`${source.path}:${line} ${node.name.getText()}: a row's names are in camelCase, by an alias`];
  });
}
