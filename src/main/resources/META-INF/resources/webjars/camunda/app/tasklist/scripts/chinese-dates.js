// The date picker takes its words from AngularJS, not from the locale file, and AngularJS ships with English alone.
const days = ['日', '一', '二', '三', '四', '五', '六'];
const months = Array.from({ length: 12 }, (_, i) => `${i + 1}月`);

window.angular.module('ngLocale').run(['$locale', $locale => {
  Object.assign($locale.DATETIME_FORMATS, {
    MONTH: months,
    STANDALONEMONTH: months,
    SHORTMONTH: months,
    DAY: days.map(day => `星期${day}`),
    SHORTDAY: days,
    AMPMS: ['上午', '下午']
  });
}]);

export default {};
