/** The shop's colours in AdminJS's words. */
export const THEME = {
  colors: {
    primary100: '#0f5c5c',
    primary80: '#2b7371',
    primary60: '#5b9793',
    primary40: '#9cc4c0',
    primary20: '#dcebe9',
    accent: '#0f5c5c',
    love: '#a4262c',
    hoverBg: '#e3efee',
    filterBg: '#ffffff',
    container: '#ffffff',
    sidebar: '#ffffff',
    text: '#12302f',
    grey100: '#12302f',
    grey60: '#57706f',
  },
  /** The fonts of people's machines have no light weights that are good to read. */
  fontWeights: { lighter: '400', light: '400' },
  /** From the last of them on the menu stands beside the page; AdminJS's own leaves it away on most laptops. */
  breakpoints: ['577px', '769px', '1024px', '1200px'],
};
