import { buildRouter } from '@adminjs/express';
import { type CurrentAdmin, AdminJS } from 'adminjs';
import { Router } from 'express';
import { componentLoader, COMPONENTS } from '../components.js';
import { ROOT, type Panel } from '../panel.js';
import { RESOURCES } from '../resources/index.js';
import { shopName } from '../shop.js';
import { builtAssets } from './built-assets.js';
import { withoutTheOutside } from './without-the-outside.js';
import { resourceOf } from './resource-options.js';
import { THEME } from './theme.js';
import { words } from './words.js';

/** AdminJS with our resources, name and colours; it stands behind the session and only reads. */
export async function adminRouter(panel: Panel): Promise<Router> {
  const admin = new AdminJS({
    rootPath: ROOT,
    loginPath: `${ROOT}/login`,
    logoutPath: `${ROOT}/logout`,
    componentLoader,
    resources: RESOURCES.map((source) => resourceOf(panel, source)),
    dashboard: {
      component: COMPONENTS.dashboard,
      handler: async (_request, _response, { currentAdmin }) => homeOf(currentAdmin),
    },
    pages: {
      inbox: { component: COMPONENTS.inbox, icon: 'Inbox' },
      bulk: { component: COMPONENTS.bulk, icon: 'Layers' },
      exports: { component: COMPONENTS.exports, icon: 'Download' },
    },
    branding: {
      companyName: `${shopName(panel.config)} · Admin`,
      logo: `${ROOT}/assets/logo.svg`,
      favicon: `${ROOT}/assets/icon.svg`,
      withMadeWithLove: false,
      theme: THEME,
    },
    locale: {
      language: 'en',
      availableLanguages: ['en'],
      localeDetection: false,
      translations: { en: words() },
    },
    assets: { styles: ['panel', 'tables', 'work'].map((name) => `${ROOT}/assets/${name}.css`) },
    settings: { defaultPerPage: 20 },
  });
  const router = Router();
  router.use(builtAssets(), withoutTheOutside);
  return buildRouter(admin, router, {});
}

const homeOf = (currentAdmin: CurrentAdmin | undefined) => ({ role: currentAdmin?.['role'] });
