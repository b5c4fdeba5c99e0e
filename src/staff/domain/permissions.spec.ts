import { may, PERMISSIONS, permissionTable, ROLES, type Permission, type StaffRole } from './permissions.js';

const whoMay = (permission: Permission): StaffRole[] => ROLES.filter((role) => may(role, permission));

describe('who may do what', () => {
  it('support touches no money', () => {
    for (const permission of [
      'read_money',
      'refund',
      'approve_refund',
      'adjust_order',
      'ask_gateway',
    ] as const)
      expect([permission, may('support', permission)]).toEqual([permission, false]);
  });

  it('an auditor sees no personal data, and changes nothing', () => {
    const reads = ['read_orders', 'read_catalogue', 'read_money', 'read_audit', 'read_jobs', 'read_settings'];
    expect(PERMISSIONS.filter((permission) => may('auditor', permission))).toEqual(reads);
  });

  it('money goes back by finance and administrators only', () => {
    expect(whoMay('refund')).toEqual(['finance', 'administrator']);
    expect(whoMay('approve_refund')).toEqual(['finance', 'administrator']);
  });

  it('parcels and stock are moved by fulfilment and administrators only', () => {
    expect(whoMay('move_orders')).toEqual(['fulfilment', 'administrator']);
    expect(whoMay('correct_stock')).toEqual(['fulfilment', 'administrator']);
  });

  it('who works here is decided by administrators alone', () => {
    expect(whoMay('manage_staff')).toEqual(['administrator']);
  });

  it('an administrator may do everything', () => {
    expect(PERMISSIONS.filter((permission) => !may('administrator', permission))).toEqual([]);
  });

  it('the page shows a line for each permission', () => {
    expect(permissionTable().split('\n')).toHaveLength(PERMISSIONS.length + 2);
  });
});
