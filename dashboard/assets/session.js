/* A session that has ended: the next thing that is asked for is answered so, and the reader is shown where to log in. */
(function () {
  "use strict";
  var fetched = window.fetch;
  window.fetch = function () {
    return fetched.apply(window, arguments).then(function (answer) {
      if (answer.status === 401) {
        var here = window.location.pathname + window.location.search;
        window.location.assign("/log-in?next=" + encodeURIComponent(here));
      }
      return answer;
    });
  };
})();
