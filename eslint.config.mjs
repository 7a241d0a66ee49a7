import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const MAX_FILE_LINES = 250;
const MAX_FUNCTION_LINES = 50;
const MAX_CONSTRUCTOR_PARAMETERS = 4;

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', '.local', 'src/generated', '**/*.cjs', '**/*.mjs'] },
  eslint.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }],
      '@typescript-eslint/require-await': 'off',
      'no-else-return': ['error', { allowElseIf: false }],
      'no-console': 'error',
      eqeqeq: 'error',
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: MAX_FILE_LINES, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: MAX_FUNCTION_LINES }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      // Nest injects through constructors; a class that needs more than four things does more than one.
      'no-restricted-syntax': [
        'error',
        {
          selector: `MethodDefinition[kind='constructor'] > FunctionExpression[params.length>${MAX_CONSTRUCTOR_PARAMETERS}]`,
          message: `A constructor takes at most ${MAX_CONSTRUCTOR_PARAMETERS} parameters.`,
        },
        { selector: "CallExpression[callee.name='forwardRef']", message: 'A cycle: split it.' },
      ],
    },
  },
  {
    files: ['src/modules/**/*.ts', 'src/ledger/**/*.ts'],
    ignores: ['**/*.repository.ts', '**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/platform/postgres/index.ts'],
              importNames: ['Postgres', 'Prisma'],
              message:
                'Only a repository speaks to PostgreSQL; others open a transaction with Transactions and pass it on.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts', '**/*.spec.ts', 'bench/**/*.ts'],
    rules: {
      // A describe block is a table of contents, not a function.
      'max-lines-per-function': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: "CallExpression[callee.property.name='only']", message: 'Runs one test and hides the others.' },
      ],
    },
  },
  { files: ['scripts/**/*.ts', 'bench/**/*.ts', 'src/migrate.ts'], rules: { 'no-console': 'off' } },
  prettier,
);
