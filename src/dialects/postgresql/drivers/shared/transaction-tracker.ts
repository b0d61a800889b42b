import type { TransactionState } from "../../../driver.js";

/** Comments, which may stand before and between the words; of those that hold others, the innermost. */
const COMMENTS = /--[^\n]*|\/\*(?:(?!\/\*)[\s\S])*?\*\//g;
/** `ROLLBACK TO` a savepoint, and `AND CHAIN`: the transaction ends, and the next begins. */
const GOES_ON = /^\s*(?:ROLLBACK|ABORT)(?:\s+(?:WORK|TRANSACTION))?\s+TO\b|\bAND\s+CHAIN\s*;?\s*$/i;
/** What ends the transaction even where it fails. */
const ENDS = /^\s*(?:COMMIT|END|PREPARE\s+TRANSACTION)\b/i;
const SYNTAX_ERROR = "42601";

function words(sql: string): string {
  const shorter = sql.replace(COMMENTS, " ");
  return shorter === sql ? sql : words(shorter);
}

/**
 * The server's transaction state, for a package that keeps it to itself: found out from what the server says that each
 * statement has done, which is exact where each text holds one statement.
 */
export class TransactionTracker {
  state: TransactionState = "none";

  /** After a statement that succeeded. @param command what the server says that it has done */
  succeeded(sql: string, command: string | null): void {
    switch (command) {
      case "BEGIN":
      case "START TRANSACTION":
        this.state = "open";
        return;
      case "COMMIT":
      case "ROLLBACK":
        this.state = GOES_ON.test(words(sql)) ? "open" : "none";
        return;
      case "PREPARE TRANSACTION":
        this.state = "none";
    }
  }

  /** After an error of the server's. */
  failed(sql: string, code: string): void {
    if (this.state === "none") return;
    // deferred constraints and serialization speak up at COMMIT, and then there is nothing left to roll back
    this.state = code !== SYNTAX_ERROR && ENDS.test(words(sql)) ? "none" : "failed";
  }
}
