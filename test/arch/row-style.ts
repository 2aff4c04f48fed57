import ts from "typescript";

import { isCode, isTest, nodesOf, type Source } from "./sources.ts";

/** Names that are given from outside: those of the operator's files. Their content is renamed where it is read. */
const GIVEN = new Set(["src/modules/parties/reference-file.ts", "src/modules/catalog/catalog-file.ts"]);

/** Names of the published interfaces that we answer or take in: usage events. */
const GIVEN_NAMES = new Set(["resource_name"]);

const SNAKE = /^[a-z]+_[a-z_]+$/;

/** Whether the object is what a schema describes: what others read. */
function isShown(node: ts.PropertyAssignment): boolean {
  const call = node.parent.parent;
  return ts.isCallExpression(call) && /^z\.|\.extend$/.test(call.expression.getText());
}

/**
 * Rows have one style: stores name columns in camelCase, by an alias in the statement. So no property of a declared type,
 * and none of a row that a statement is said to answer, is in snake_case, whether it leaves its room or not.
 */
export function rowStyleProblems(source: Source): string[] {
  if (!isCode(source) || isTest(source) || !source.path.startsWith("src/modules/") || GIVEN.has(source.path)) return [];
  return nodesOf(source).flatMap(({ node, line }) => {
    const declared = ts.isPropertySignature(node) || (ts.isPropertyAssignment(node) && isShown(node));
    if (!declared || !SNAKE.test(node.name.getText()) || GIVEN_NAMES.has(node.name.getText())) return [];
    return [`${source.path}:${line} ${node.name.getText()}: a row's names are in camelCase, by an alias`];
  });
}
