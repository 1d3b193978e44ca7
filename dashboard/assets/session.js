/* A session that has ended: the next step is answered so, and the reader is shown where to log in and brought back.
   What a page asks by itself takes nothing from under a reader's hands. */
(function () {
  "use strict";
  var fetched = window.fetch;
  window.fetch = function (what) {
    var step = String(what && what.url ? what.url : what).indexOf("/_dash-") >= 0;
    return fetched.apply(window, arguments).then(function (answer) {
      if (answer.status !== 401 || !step) { return answer; }
      window.location.assign("/log-in?next=" + encodeURIComponent(window.location.pathname + window.location.search));
      return new Promise(function () {});
    });
  };
})();
