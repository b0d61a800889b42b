// Reasons of deviations on several dialects.

export const ACCIDENTAL_ATTRIBUTE_ERROR = "Defect: SQLAlchemy raises an accidental AttributeError.";
export const BYTES_TEXT = "Bytes have a form as text; SQLAlchemy decodes them as if they were one, and breaks.";
export const INTERVAL_TEXT =
  "The point in time that stands for an interval has a form as text; SQLAlchemy's writer takes no interval, and breaks.";
export const JSON_TEXT = "JSON has a form as text; SQLAlchemy writes none.";
export const KEY_FORGOTTEN = "For the UPDATE inside SQLAlchemy forgets that the key of the inserted row is to be fetched.";
export const NO_LIMIT = "SQLAlchemy leaves the LIMIT of a compound out, which then gives all rows.";
export const NO_UPDATE = "SQLAlchemy leaves the WITH out, and with it the UPDATE.";
export const NO_WITH = "SQLAlchemy leaves the WITH out, so that the statement selects from what is not there.";
