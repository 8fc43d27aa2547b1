// Replaces the web application's own file of the same path. Chinese is the only locale on offer, so a browser set to
// English sees Chinese too: the first browser language that is on offer would otherwise win over the fallback.
export default {
  app: {
    name: '待办',
    vendor: '创建'
  },

  locales: {
    availableLocales: ['zh'],
    fallbackLocale: 'zh'
  },

  dateFormat: {
    monthName: 'MMMM',
    day: 'DD',
    abbr: 'M月D日 HH:mm',
    short: 'YYYY年M月D日',
    normal: 'YYYY年M月D日 HH:mm',
    long: 'YYYY年M月D日 dddd HH:mm'
  },

  customScripts: [
    'scripts/labels', 'scripts/chinese-dates', 'scripts/sign-on', 'scripts/assignment-forms', 'scripts/rectification-form',
    'scripts/supervision-form', 'scripts/follow-up-form', 'scripts/self-scoring-form', 'scripts/stage-form'
  ],

  disableWelcomeMessage: true,

  // Without shortcuts the help icon in the header has nothing to list.
  shortcuts: {}
};
