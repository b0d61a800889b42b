export * from "./adapt.js";
export { ArrayType, arrayLiteral, checkedArray } from "./array.js";
export { arrayText, parseArrayText } from "./array-text.js";
export { SqlType, type TypeAdapter, type TypeAdapters, type TypeKind, type TypeLike, type WireValue } from "./base.js";
export { BinaryType, checkedBytes, plainBytes } from "./binary.js";
export { BooleanType, checkedBoolean, readBoolean } from "./boolean.js";
export { DateType, type TimestampOptions, TimestampType, TimeType } from "./datetime.js";
export { decimalOfNumber, paddedDecimal, significantDigits, trimmedDecimal } from "./decimal-text.js";
export { TypeDecorator, type TypeDecoratorOptions } from "./decorator.js";
export { type Duration, durationText, epochText, parseDuration, parseEpochText, signedDurationText } from "./duration.js";
export { type EnumOptions, EnumType } from "./enum.js";
export { checkedFloat, DoubleType, type FloatOptions, FloatType, readFloat } from "./float.js";
export { inferType } from "./infer.js";
export {
  type BigIntegerOptions,
  BigIntegerType,
  checkedBigInt,
  checkedInteger,
  IntegerType,
  readBigInt,
  readInteger,
  SmallIntegerType,
} from "./integer.js";
export { IntervalType } from "./interval.js";
export { checkedDate, checkedTime, checkedTimestamp, longTime, readTimestamp, timestampText } from "./iso-text.js";
export { JsonNull, JsonType, jsonNull, jsonText, parseJsonText } from "./json.js";
export { NullType, nullType } from "./null.js";
export { type NumericOptions, NumericType } from "./numeric.js";
export { refused, shown } from "./refuse.js";
export { type ArithmeticOperator, arithmeticType, coerceTo, type OperatorFamily } from "./result-type.js";
export { CharType, checkedText, quotedText, readText, TextType, VarcharType } from "./string.js";
export { checkedUuid, UuidType, uuidDigits } from "./uuid.js";
