import { getMetadataStorage, type MetadataStorage, ValidationTypes } from 'class-validator';

type Rule = ReturnType<MetadataStorage['getTargetValidationMetadatas']>[number];
type Check = (object: object, value: unknown) => boolean;
type Condition = (object: object, value: unknown) => unknown;

const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...[ValidationTypes.IS_DEFINED, ValidationTypes.CUSTOM_VALIDATION, ValidationTypes.CONDITIONAL_VALIDATION],
  ...[ValidationTypes.NESTED_VALIDATION, ValidationTypes.WHITELIST],
]);

const checksByClass = new WeakMap<object, (object: object) => boolean>();

/**
 * Whether an object has all that class-validator asks for and no field beside. It runs the rules of class-validator's own
 * metadata, gathered once a class, where class-validator gathers them anew for each object. When it says no, what is wrong is
 * class-validator's to say, and whether anything is: what is not understood here, such as a check that takes its time, is a no.
 */
export function isPlainlyValid(object: object): boolean {
  const type: unknown = object.constructor;
  if (typeof type !== 'function') return false;
  let check = checksByClass.get(type);
  if (check === undefined) {
    check = checkOfClass(type);
    checksByClass.set(type, check);
  }
  return check(object);
}

function checkOfClass(type: object): (object: object) => boolean {
  const rules = getMetadataStorage().getTargetValidationMetadatas(type as () => void, '', false, false);
  if (!rules.every(isUnderstood)) return () => false;
  const fields = new Map([...Map.groupBy(rules, ({ propertyName }) => propertyName)].map(withCheck));
  return (object) => {
    for (const name of Object.keys(object)) if (!fields.has(name)) return false;
    for (const [name, check] of fields) if (!check(object, (object as Record<string, unknown>)[name])) return false;
    return true;
  };
}

function isUnderstood({ type, constraintCls }: Rule): boolean {
  if (!UNDERSTOOD.has(type)) return false;
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .every(({ async }) => !async);
}

function withCheck([name, rules]: [string, Rule[]]): [string, Check] {
  const conditions = rules
    .filter(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION)
    .map(({ constraints }) => constraints[0] as Condition);
  const checks = rules
    .filter(({ type }) => type === ValidationTypes.IS_DEFINED || type === ValidationTypes.CUSTOM_VALIDATION)
    .flatMap(checksOfRule);
  if (rules.some(({ type }) => type === ValidationTypes.NESTED_VALIDATION)) {
    checks.push((_object, value) => isNestedPlainlyValid(value));
  }
  return [
    name,
    (object, value) =>
      !conditions.every((condition) => condition(object, value)) || checks.every((check) => check(object, value)),
  ];
}

function checksOfRule({ constraintCls, constraints, each, propertyName: property, validateIf }: Rule): Check[] {
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ instance }) => (object, value) => {
      if (validateIf && !validateIf(object, value)) return true;
      const details = { targetName: object.constructor.name, property, object, value, constraints };
      // Nothing but true: a promise is not understood.
      if (!each) return instance.validate(value, details) === true;
      return Array.isArray(value) && value.every((one) => instance.validate(one, details) === true);
    });
}

function isNestedPlainlyValid(value: unknown): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value)) return value.every(isNestedPlainlyValid);
  return value instanceof Object && isPlainlyValid(value);
}
