import { OpenPanel, STARTING_MS } from '../support/open-panel.js';
import type { PanelClient } from '../support/panel-client.js';
import type { Role } from '../support/staff.js';
import { memberOf } from '../support/staff.js';
import { DOERS, EVERYBODY, LISTS, type PanelParts, partsOfPanel, VIEWS } from '../support/who-may.js';

/** Some hundred requests of one role. */
const WALK_MS = 60_000;
/** Of nothing: whoever may is told so, and nothing happens. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

type Call = readonly ['GET' | 'POST', string];

const listCalls = (id: string): readonly Call[] => [
  ['GET', `/resources/${id}`],
  ['GET', `/api/resources/${id}/actions/list`],
  ['GET', `/api/resources/${id}/records/${NOBODY}/show`],
  ['GET', `/resources/${id}/records/${NOBODY}/show`],
];

const actionCalls = (name: string): readonly Call[] => [
  ['GET', `/do/${name}/${NOBODY}`],
  ['POST', `/do/${name}/${NOBODY}/preview`],
  ['POST', `/do/${name}/${NOBODY}`],
];

/** The pages of its dialog, as AdminJS has them. */
const dialogCalls = (name: string, list: string): readonly Call[] => [
  ['GET', `/resources/${list}/records/${NOBODY}/${name}`],
  ['GET', `/api/resources/${list}/records/${NOBODY}/${name}`],
];

describe('what each role may', () => {
  let panel: OpenPanel;
  let parts: PanelParts;

  beforeAll(async () => {
    [panel, parts] = await Promise.all([OpenPanel.start({ worker: false, browser: false }), partsOfPanel()]);
  }, STARTING_MS);
  afterAll(() => panel?.stop());

  it('is said for every list and every action that there is', () => {
    expect(Object.keys(LISTS).toSorted()).toEqual(parts.lists.toSorted());
    expect(Object.keys(DOERS).toSorted()).toEqual(parts.actions.map(({ name }) => name).toSorted());
  });

  const wasRefused = async (client: PanelClient, [method, path]: Call): Promise<boolean> => {
    const body = { input: {}, reason: 'let me', token: crypto.randomUUID(), version: '' };
    const answer = await (method === 'GET' ? client.getJson(path) : client.post(path, body));
    const text = await answer.text();
    expect([path, answer.status < 500]).toEqual([path, true]);
    if (answer.status !== 403) return false;
    expect([path, JSON.parse(text)]).toMatchObject([path, { code: 'not_permitted' }]);
    return true;
  };

  async function refusalsAudited(role: Role): Promise<string[]> {
    const { rows } = await panel.world.db.query<{ action: string }>(
      `select action from audit_log where actor_id = $1 and outcome = 'not_permitted'`,
      [await memberOf(panel.world.db, role)],
    );
    // A router that is asked for its root says so by a stroke.
    return rows.map(({ action }) => action.replace(/\/$/, '')).toSorted();
  }

  it.each(EVERYBODY)(
    '%s gets exactly that at every address, and each refusal is audited',
    async (role) => {
      const client = await panel.clientOf(role);
      const expected: string[] = [];
      const wrong: string[] = [];
      const walk = async (calls: readonly Call[], mayAll: boolean) => {
        for (const call of calls) {
          const [method, path] = call;
          if (!mayAll) expected.push(`panel ${method} /admin${path}`.replace(/\?.*/, ''));
          if ((await wasRefused(client, call)) === mayAll) wrong.push(`${method} ${path}`);
        }
      };
      for (const [id, readers] of Object.entries(LISTS)) await walk(listCalls(id), readers.includes(role));
      for (const [path, readers] of Object.entries(VIEWS))
        await walk([['GET', `/view/${path}`]], readers.includes(role));
      for (const { name, resource } of parts.actions) {
        await walk(actionCalls(name), DOERS[name]!.includes(role));
        const mayOpen = parts.withDialogs.includes(resource) && DOERS[name]!.includes(role);
        if (LISTS[resource]) await walk(dialogCalls(name, resource), mayOpen);
      }

      expect(wrong).toEqual([]);
      expect(await refusalsAudited(role)).toEqual(expected.toSorted());
    },
    WALK_MS,
  );
});
