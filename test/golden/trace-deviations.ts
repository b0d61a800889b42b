import type { Fault } from "./deviation.js";
import type { TraceError } from "./trace-error.js";
import type { GoldenSent, GoldenStep } from "./trace-step.js";

/** A trace in which athanor does not do as SQLAlchemy does, on purpose. */
export interface TraceDeviation {
  readonly id: string;
  readonly reason: string;
  /** As in `Deviation`. */
  readonly fault?: Fault;
  /** What athanor does instead, in the terms of the golden file: the step, counted from 1, and what is different in it. */
  readonly steps: Readonly<Record<number, Partial<GoldenStep>>>;
}

const one = (sql: string, ...parameters: readonly unknown[]): GoldenSent => ({ sql, parameters, executemany: false });
const many = (sql: string, ...parameters: readonly unknown[]): GoldenSent => ({ sql, parameters, executemany: true });

function raises(errorClass: string, message: string): { readonly error: TraceError } {
  return { error: { class: errorClass, message, module: "athanor" } };
}

/** Nothing is sent, and this is raised. */
function refuses(errorClass: string, message: string): Partial<GoldenStep> {
  return { sent: [], ...raises(errorClass, message) };
}

const onlyRows = (name: string) => raises("InvalidRequestError", `This statement was an executemany call; if ${name}.`);

/** What a result of several sets says without being asked for rows; its keys are not known. */
const manyResult = {
  inserted_primary_key: onlyRows("primary key returning is supported, please use .insertedPrimaryKeyRows"),
  returned_defaults: onlyRows("return defaults is supported, please use .returnedDefaultsRows"),
  returned_defaults_rows: null,
  prefetch_cols: [],
  postfetch_cols: [],
  lastrow_has_defaults: false,
  returns_rows: false,
};

/** What a result of several sets says that has rows. */
function manyRows(keys: readonly string[], rows: readonly (readonly unknown[])[]): Readonly<Record<string, unknown>> {
  return { ...manyResult, rowcount: rows.length, returns_rows: true, keys, rows };
}

const unknown = (set: string, known: string) => refuses("InvalidRequestError", `Unknown parameter '${set}': the statement knows ${known}.`);

const PAGED = "SQLite counts keys up in the order of VALUES: one page, its ids checked, is as good as a text for each row.";
const COUNTED = "Defect: rowCount is that of all texts, not of the last one.";
const ABSENT = "A name that a set does not have means the column's default, for each set.";
const NAMED = "An error tells the statement and the set, which is found by inserting again, and undoing it, page by page and row by row.";
const ATOMIC = `Several sets are all or nothing. ${NAMED}`;

/** The texts that go to the driver where two sets fail: the page, and what finds the set. */
function searched(sql: string, row: string, sets: readonly (readonly unknown[])[]): readonly GoldenSent[] {
  const text = (count: number) => sql.replace(row, Array.from({ length: count }, () => row).join(", "));
  const page = many(text(2), ...sets.flat());
  return [page, page, ...[...sets, sets.at(-1) ?? []].map((set) => many(text(1), ...set))];
}

/** Every deliberate deviation of a trace, with its reason. */
export const traceDeviations: readonly TraceDeviation[] = [
  {
    id: "trace-insert-empty-list",
    reason: "Defect: an empty list executes nothing.",
    steps: {
      1: {
        sent: [],
        warnings: [],
        result: { ...manyResult, rowcount: 0, inserted_primary_key_rows: [], last_inserted_params: [] },
      },
      2: { result: { rows: [] } },
    },
  },
  {
    id: "trace-insert-key-not-name",
    reason: "The keys of a row are those of the columns, as in values() and in parameters.",
    steps: { 3: { result: { keys: ["id", "text", "rank"] } } },
  },
  {
    id: "trace-executemany-key-subset",
    reason: `Defect: no value is lost. ${ABSENT}`,
    steps: {
      1: {
        sent: [many("INSERT INTO crew (name) VALUES (?)", ["a"]), many("INSERT INTO crew (name, rating) VALUES (?, ?)", ["b", 9])],
        result: { last_inserted_params: [{ name: "a" }, { name: "b", rating: 9 }] },
      },
      2: {
        result: {
          rows: [
            [1, "a", null, null],
            [2, "b", null, 9],
          ],
        },
      },
    },
  },
  {
    id: "trace-executemany-missing-key",
    reason: ABSENT,
    steps: {
      1: {
        sent: [many("INSERT INTO crew (name, rating) VALUES (?, ?)", ["a", 1]), many("INSERT INTO crew (name) VALUES (?)", ["b"])],
        result: {
          ...manyResult,
          rowcount: 2,
          inserted_primary_key_rows: [[null], [null]],
          last_inserted_params: [{ name: "a", rating: 1 }, { name: "b" }],
        },
      },
      2: {
        result: {
          rows: [
            [1, "a", null, 1],
            [2, "b", null, null],
          ],
        },
      },
    },
  },
  {
    id: "trace-executemany-default-given-in-first",
    reason: ABSENT,
    steps: {
      2: {
        sent: [
          many("INSERT INTO gadget (label, color, serial) VALUES (?, ?, ?)", ["c", "z", "tok-3"]),
          many("INSERT INTO gadget (label, color, serial) VALUES (?, ?, ?)", ["d", "red", "tok-4"]),
        ],
        result: {
          ...manyResult,
          rowcount: 2,
          inserted_primary_key_rows: [[null], [null]],
          last_inserted_params: [
            { label: "c", color: "z", serial: "tok-3" },
            { label: "d", color: "red", serial: "tok-4" },
          ],
          prefetch_cols: ["serial", "color"],
        },
      },
      3: {
        result: {
          rows: [
            [1, "a", "x", "tok-1"],
            [2, "b", "y", "tok-2"],
            [3, "c", "z", "tok-3"],
            [4, "d", "red", "tok-4"],
          ],
        },
      },
    },
  },
  { id: "trace-executemany-returning-pages", reason: COUNTED, steps: { 1: { result: { rowcount: 5 } } } },
  { id: "trace-executemany-returning-pages-option", reason: COUNTED, steps: { 1: { result: { rowcount: 5 } } } },
  { id: "trace-executemany-sorted-pages", reason: COUNTED, steps: { 1: { result: { rowcount: 5 } } } },
  { id: "trace-conflict-update-many", fault: "loses a value", reason: COUNTED, steps: { 4: { result: { rowcount: 2 } } } },
  { id: "trace-conflict-update-bind-many", fault: "loses a value", reason: COUNTED, steps: { 3: { result: { rowcount: 2 } } } },
  {
    id: "trace-executemany-sorted-autoincrement",
    reason: PAGED,
    steps: {
      1: { sent: [many("INSERT INTO crew (name) VALUES (?), (?), (?) RETURNING id, name", "a", "b", "c")], result: { rowcount: 3 } },
    },
  },
  {
    id: "trace-executemany-return-defaults-sorted",
    reason: PAGED,
    steps: {
      1: { sent: [many("INSERT INTO invoice (net) VALUES (?), (?) RETURNING id, tax, state, note", 10, 20)], result: { rowcount: 2 } },
    },
  },
  {
    id: "trace-return-defaults-supplemental-many",
    reason: PAGED,
    steps: { 1: { sent: [many("INSERT INTO invoice (net) VALUES (?), (?) RETURNING id, net, state", 10, 20)], result: { rowcount: 2 } } },
  },
  {
    id: "trace-executemany-duplicate-sentinel",
    reason: NAMED,
    steps: {
      1: {
        sent: searched("INSERT INTO port (code, title) VALUES (?, ?) RETURNING title, code", "(?, ?)", [
          ["A", "x"],
          ["A", "y"],
        ]),
        ...raises(
          "IntegrityError",
          'UNIQUE constraint failed: port.code (parameter set 1)\n[SQL: INSERT INTO port (code, title) VALUES (?, ?) RETURNING title, code]\n[parameters: [["A","y"]]]',
        ),
      },
    },
  },
  {
    id: "trace-executemany-returning-cte-bind",
    reason: "Defect: the value of a CTE is given once, as its placeholder stands once.",
    steps: {
      1: {
        sent: [
          many(
            "WITH c AS \n(SELECT max(port.code) AS m \nFROM port \nWHERE port.country = ?)\n INSERT INTO crew (name, email) VALUES (?, (SELECT c.m \nFROM c)), (?, (SELECT c.m \nFROM c)) RETURNING id",
            "NO",
            "a",
            "b",
          ),
        ],
        result: {
          ...manyRows(["id"], [[1], [2]]),
          last_inserted_params: [
            { name: "a", country_1: "NO" },
            { name: "b", country_1: "NO" },
          ],
          postfetch_cols: ["email"],
          lastrow_has_defaults: true,
        },
      },
    },
  },
  {
    id: "trace-return-defaults-update",
    reason: "Defaults were asked for and no row was touched: an empty list, and not null, which means that none were asked for.",
    steps: { 3: { result: { returned_defaults_rows: [], keys: [] } } },
  },
  {
    id: "trace-json-null-kinds",
    reason: "null is SQL's NULL in a JSON column too, as everywhere; json.null is the JSON value.",
    steps: {
      1: { sent: [one("INSERT INTO sample (payload, payload_none) VALUES (?, ?)", null, null)] },
      5: {
        result: {
          rows: [
            [1, null, null],
            [2, null, null],
            [3, "null", "null"],
          ],
        },
      },
    },
  },
  {
    id: "trace-defaults-context-multi-values",
    reason: "Defect: a default sees the others of its own row, in a list of rows too.",
    steps: {
      1: {
        sent: [
          one(
            "INSERT INTO registry (title, kind, token, summary, mark, revision) VALUES (?, ?, ?, ?, lower(?), ?), (?, ?, ?, ?, lower(?), ?)",
            ...["a", "manual", "tok-1", "a/manual", "CREATED", 1],
            ...["b", "own", "tok-2", "b/own", "CREATED", 1],
          ),
        ],
        result: {
          last_inserted_params: {
            title_m0: "a",
            kind: "manual",
            token: "tok-1",
            summary: "a/manual",
            lower_1: "CREATED",
            revision: 1,
            title_m1: "b",
            kind_m1: "own",
            token_m1: "tok-2",
            summary_m1: "b/own",
            revision_m1: 1,
          },
        },
      },
      2: {
        result: {
          rows: [
            ["a", "manual", "a/manual", "tok-1", "created"],
            ["b", "own", "b/own", "tok-2", "created"],
          ],
        },
      },
    },
  },
  {
    id: "trace-multi-values-defaults",
    reason: "The keys of all rows of a list are told where the client made them, not only the first one's.",
    steps: {
      2: {
        result: {
          inserted_primary_key_rows: [["a0000000-0000-4000-8000-000000000001"], ["a0000000-0000-4000-8000-000000000002"]],
        },
      },
    },
  },
  {
    id: "trace-error-unknown-column-params",
    reason: "Defect: a name that the statement does not know is an error.",
    steps: {
      1: unknown("nope", "id, name, email, rating"),
      2: unknown("nope", "name, id, email, rating"),
      3: refuses(
        "CompileError",
        "An UPDATE without anything to SET: give values(), or parameters whose names are columns; 'nope' is none.",
      ),
      4: { result: { rows: [] } },
    },
  },
  {
    id: "trace-error-null-pk",
    reason: ATOMIC,
    steps: {
      3: raises(
        "IntegrityError",
        "NOT NULL constraint failed: port.code (parameter set 1)\n[SQL: INSERT INTO port (code) VALUES (?)]\n[parameters: [[null]]]",
      ),
      4: { result: { rows: [] } },
    },
  },
  {
    id: "trace-error-integrity",
    reason: ATOMIC,
    steps: {
      3: raises(
        "IntegrityError",
        'UNIQUE constraint failed: port.code (parameter set 1)\n[SQL: INSERT INTO port (code) VALUES (?)]\n[parameters: [["A"]]]',
      ),
      4: {
        sent: searched("INSERT INTO port (code) VALUES (?) RETURNING code", "(?)", [["C"], ["A"]]),
        ...raises(
          "IntegrityError",
          'UNIQUE constraint failed: port.code (parameter set 1)\n[SQL: INSERT INTO port (code) VALUES (?) RETURNING code]\n[parameters: [["A"]]]',
        ),
      },
      5: { result: { rows: [["A"]] } },
    },
  },
  {
    id: "trace-error-params-shape",
    reason: "The error tells what kind of value was given, and which element it is; the value may be one to be hidden.",
    steps: {
      1: refuses("ArgumentError", "Parameters must be an object by name, or a list of such objects; got a number."),
      2: refuses("ArgumentError", "Parameters must be an object by name, or a list of such objects; element 0 of the list is a number."),
      3: refuses("ArgumentError", "Parameters must be an object by name, or a list of such objects; element 0 of the list is an array."),
      4: refuses("ArgumentError", "Parameters must be an object by name, or a list of such objects; element 0 of the list is a string."),
      5: refuses("ArgumentError", "Parameters must be an object by name, or a list of such objects; element 0 of the list is an array."),
    },
  },
  {
    id: "trace-error-type-processing",
    reason: "A refusal names the column and says what to give; its class tells that it is about data.",
    steps: {
      1: refuses(
        "DataError",
        'column \'made_on\': date refuses "not a date": give a day of the calendar as "YYYY-MM-DD", between 0001-01-01 and 9999-12-31\n[SQL: INSERT INTO sample (made_on) VALUES (?)]\n[parameters: {"made_on":"not a date"}]',
      ),
      2: refuses(
        "DataError",
        'column \'flag\': boolean refuses "maybe": give true or false\n[SQL: INSERT INTO sample (flag) VALUES (?)]\n[parameters: {"flag":"maybe"}]',
      ),
      3: refuses(
        "DataError",
        "column 'flag': boolean refuses 5: give true or false\n[SQL: INSERT INTO sample (flag) VALUES (?)]\n[parameters: {\"flag\":5}]",
      ),
      4: refuses(
        "DataError",
        "column 'level': enum refuses 3: give one of 'low', 'mid', 'high'\n[SQL: INSERT INTO sample (level) VALUES (?)]\n[parameters: {\"level\":3}]",
      ),
      5: refuses(
        "DataError",
        'column \'ident\': uuid refuses "no-uuid": give 32 hexadecimal digits, such as "00112233-4455-6677-8899-aabbccddeeff"\n[SQL: INSERT INTO sample (ident) VALUES (?)]\n[parameters: {"ident":"no-uuid"}]',
      ),
      6: refuses(
        "DataError",
        "column 'payload': json refuses an object (Set): give null, booleans, finite numbers, strings, arrays and plain objects\n[SQL: INSERT INTO sample (payload) VALUES (?)]\n[parameters: {\"payload\":{}}]",
      ),
    },
  },
  {
    id: "trace-tx-savepoint-nested",
    reason:
      "A savepoint is closed only when it is the innermost one: nothing is undone beneath those inside, and the connection stays of use.",
    steps: {
      4: {
        ...refuses("InvalidRequestError", "Savepoint sa_savepoint_1 is not the innermost one: end the inner transactions first."),
        log: [],
        warnings: [],
      },
      5: { error: null },
      6: {
        sent: [one("SELECT crew.name \nFROM crew")],
        log: ["SELECT crew.name \nFROM crew", "[generated in <time>] ()"],
        result: { returns_rows: true, keys: ["name"], rows: [["x"]] },
      },
    },
  },
  {
    id: "trace-echo-executemany",
    reason: `Echo shows the statement and its sets; pages are events of their own. ${PAGED}`,
    steps: {
      4: {
        log: ["INSERT INTO crew (name) VALUES (?) RETURNING id", "[generated in <time>] [('e',), ('f',), ('g',), ('h',), ('i',)]"],
        result: { rowcount: 5 },
      },
      5: {
        sent: [many("INSERT INTO crew (name) VALUES (?), (?) RETURNING id", "j", "k")],
        log: ["INSERT INTO crew (name) VALUES (?) RETURNING id", "[generated in <time>] [('j',), ('k',)]"],
        result: { rowcount: 2 },
      },
      6: {
        log: [
          "INSERT INTO beacon (id, label) VALUES (?, ?) RETURNING label, id",
          "[generated in <time>] [('a0000000000040008000000000000001', 'l'), ('a0000000000040008000000000000002', 'm')]",
        ],
      },
    },
  },
  {
    id: "trace-echo-long-parameters",
    reason: "A list of rows in VALUES is compiled once for each number of rows, and found again.",
    steps: {
      3: {
        log: [
          `INSERT INTO crew (name) VALUES ${Array.from({ length: 60 }, () => "(?)").join(", ")}`,
          `[generated in <time>] (${Array.from({ length: 60 }, (_, index) => `'m${index}'`).join(", ")})`,
        ],
      },
    },
  },
  {
    id: "trace-values-construct-insert",
    reason: "Defect: VALUES with names for its columns runs on SQLite.",
    steps: {
      1: {
        sent: [
          one(
            "INSERT INTO port (code, title) SELECT v.c, v.n \nFROM (SELECT column1 AS c, column2 AS n \nFROM (VALUES (?, ?), (?, ?))) AS v",
            ...["A", "a", "B", "b"],
          ),
        ],
        result: {
          rowcount: 2,
          inserted_primary_key: [null],
          inserted_primary_key_rows: [[null]],
          returned_defaults: null,
          returned_defaults_rows: null,
          last_inserted_params: { param_1: "A", param_2: "a", param_3: "B", param_4: "b" },
          prefetch_cols: [],
          postfetch_cols: [],
          lastrow_has_defaults: false,
          returns_rows: false,
        },
      },
      2: {
        result: {
          rows: [
            ["A", "a", null],
            ["B", "b", null],
          ],
        },
      },
    },
  },
];
