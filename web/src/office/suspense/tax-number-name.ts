/** How the taxpayer's number of whoever paid to an account is called: a bank of Kazakhstan tells a БИН or an ИИН, any other an ИНН. */
export function taxNumberName(ownAccount: string): "inn" | "bin" {
  return ownAccount.replace(/\s/g, "").toUpperCase().startsWith("KZ") ? "bin" : "inn";
}
