/** What somebody who works here may do in the panel. */
export const PERMISSIONS = [
  'read_orders',
  'read_catalogue',
  'read_customers',
  'reveal_personal_data',
  'read_money',
  'read_audit',
  'read_jobs',
  'read_settings',
  'move_orders',
  'cancel_orders',
  'refund',
  'approve_refund',
  'adjust_order',
  'ask_gateway',
  'resend_mail',
  'redeliver_webhook',
  'write_note',
  'solve_intervention',
  'correct_stock',
  'export_lists',
  'manage_staff',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['support', 'fulfilment', 'finance', 'administrator', 'auditor'] as const;

export type StaffRole = (typeof ROLES)[number];

/** Who may do what; the only place that says so. */
const GRANTED: Readonly<Record<StaffRole, readonly Permission[]>> = {
  // Answers customers: no money is moved or looked into.
  support: [
    'read_orders',
    'read_catalogue',
    'read_customers',
    'reveal_personal_data',
    'cancel_orders',
    'resend_mail',
    'write_note',
  ],
  // Packs, sends, takes returns, counts.
  fulfilment: [
    'read_orders',
    'read_catalogue',
    'reveal_personal_data',
    'move_orders',
    'correct_stock',
    'resend_mail',
    'write_note',
    'export_lists',
  ],
  finance: [
    'read_orders',
    'read_catalogue',
    'read_customers',
    'reveal_personal_data',
    'read_money',
    'read_audit',
    'read_settings',
    'cancel_orders',
    'refund',
    'approve_refund',
    'adjust_order',
    'ask_gateway',
    'write_note',
    'solve_intervention',
    'export_lists',
  ],
  administrator: PERMISSIONS,
  // Sees what was done, about whom only by number.
  auditor: ['read_orders', 'read_catalogue', 'read_money', 'read_audit', 'read_jobs', 'read_settings'],
};

const SETS = new Map(ROLES.map((role) => [role, new Set(GRANTED[role])]));

export const may = (role: StaffRole, permission: Permission): boolean => SETS.get(role)!.has(permission);

export const isStaffRole = (word: string | undefined): word is StaffRole =>
  (ROLES as readonly (string | undefined)[]).includes(word);

/** The table as a page of the documentation shows it. */
export function permissionTable(): string {
  return [
    line(['may', ...ROLES]),
    line(['---', ...ROLES.map(() => '---')]),
    ...PERMISSIONS.map((permission) =>
      line([`\`${permission}\``, ...ROLES.map((role) => (may(role, permission) ? 'yes' : ''))]),
    ),
  ].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
