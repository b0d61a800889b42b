import type { IdentifierRules } from "../../compiler/capabilities.js";

/** What Oracle reserves. */
const RESERVED = new Set(
  `access add all alter and any as asc audit between by char check cluster column column_value comment compress connect create current
  date decimal default delete desc distinct drop else exclusive exists file float for from grant group having identified immediate in
  increment index initial insert integer intersect into is level like lock long maxextents minus mlslabel mode modify nested_table_id
  noaudit nocompress not nowait null number of offline on online option or order pctfree prior public raw rename resource revoke row
  rowid rownum rows select session set share size smallint start successful synonym sysdate table then to trigger uid union unique
  update user validate values varchar varchar2 view whenever where with`.split(/\s+/),
);

/**
 * How Oracle writes names. Those without quotes are in capitals there: what is all in lower case here is written without
 * quotes, and what has capitals with them, so that it stays as it is.
 */
export const oracleIdentifiers: IdentifierRules = {
  reserved: RESERVED,
  quoteStart: '"',
  quoteEnd: '"',
  legal: /^[A-Za-z][A-Za-z0-9_$]*$/,
};

/** Whether a parameter of this name must be quoted: capitals may differ, but reserved words and other signs can't stand. */
export function isOddParameter(name: string): boolean {
  return oracleIdentifiers.reserved.has(name.toLowerCase()) || !oracleIdentifiers.legal.test(name);
}
