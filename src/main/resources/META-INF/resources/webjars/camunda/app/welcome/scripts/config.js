// Replaces the web application's own file of the same path; see the file of the task list for why only Chinese is on offer.
export default {
  app: {
    name: '首页',
    vendor: '创建'
  },

  locales: {
    availableLocales: ['zh'],
    fallbackLocale: 'zh'
  },

  dateFormat: {
    short: 'YYYY年M月D日',
    normal: 'YYYY年M月D日 HH:mm',
    long: 'YYYY年M月D日 dddd HH:mm'
  },

  links: [],

  disableWelcomeMessage: true
};
