/* What must happen in the browser: steps without a reload, the scheme, the title, focus. No markup is ever made here. */
(function () {
  "use strict";
  var NARROW = window.matchMedia("(max-width: 700px)");
  var none = function () { return window.dash_clientside.no_update; };
  var isDark = function () {
    return document.documentElement.getAttribute("data-mantine-color-scheme") === "dark";
  };
  var look = function (dark) { return { dark: dark, narrow: NARROW.matches }; };

  /* The address changes, then dcc.Location hears of it as it hears of back and forward. */
  function go(address, replace) {
    if (address === window.location.pathname + window.location.search) { return; }
    window.history[replace ? "replaceState" : "pushState"]({}, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }

  function withParameter(name, value) {
    var query = new URLSearchParams(window.location.search);
    if (value) { query.set(name, value); } else { query.delete(name); }
    if (name === "q") { query.delete("page"); }
    var text = query.toString();
    return window.location.pathname + (text ? "?" + text : "");
  }

  document.addEventListener("click", function (event) {
    var anchor = event.target.closest ? event.target.closest("a[data-go]") : null;
    if (!anchor || event.defaultPrevented || event.button !== 0) { return; }
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || anchor.origin !== window.location.origin) {
      return;
    }
    event.preventDefault();
    remember(anchor);
    var before = window.location.pathname;
    go(anchor.pathname + anchor.search, false);
    if (anchor.pathname !== before) { window.scrollTo(0, 0); }
    else if (NARROW.matches && anchor.search.indexOf("claim=") >= 0) { showEvidence(); }
  });

  /* A step draws its part of the page anew; the focus goes back to the link that was used, so that keys can go on. */
  var held = null;
  function remember(anchor) {
    var home = anchor.parentElement && anchor.parentElement.closest("[id]");
    var name = anchor.getAttribute("aria-label") || anchor.textContent;
    held = anchor === document.activeElement ? { id: anchor.id, home: home ? home.id : "", name: name, at: Date.now() } : null;
  }
  function giveBack() {
    if (!held || document.activeElement !== document.body) { return; }
    if (Date.now() - held.at > 3000) { held = null; return; }
    var found = held.id ? document.getElementById(held.id) : null;
    var home = document.getElementById(held.home);
    if (!found && home) {
      found = Array.from(home.querySelectorAll("a[data-go]")).find(function (each) {
        return (each.getAttribute("aria-label") || each.textContent) === held.name;
      });
    }
    if (found) { found.focus({ preventScroll: true }); }
  }
  new MutationObserver(giveBack).observe(document.documentElement, { childList: true, subtree: true });

  function showEvidence() {
    var panel = document.getElementById("evidence");
    if (panel) { panel.scrollIntoView({ block: "start" }); }
  }

  NARROW.addEventListener("change", function () {
    window.dash_clientside.set_props("look", { data: look(isDark()) });
  });

  var announced = null;
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    figtrack: {
      /* Dark or light and narrow or wide, for the chart, which is coloured on the server. */
      look: function (clicks) {
        var dark = clicks ? !isDark() : isDark();
        var scheme = dark ? "dark" : "light";
        document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
        if (clicks) {
          try { window.localStorage.setItem("mantine-color-scheme-value", scheme); } catch (error) { announced = null; }
        }
        return [look(dark), scheme];
      },
      /* The page's title; on a step to another page its heading gets the focus, as a new page's would. */
      name: function (titles) {
        var title = titles.filter(Boolean)[0];
        if (!title) { return none(); }
        document.title = title + " – Figtrack";
        var path = window.location.pathname;
        if (announced !== null && announced !== path && document.activeElement === document.body) {
          var heading = document.querySelector("#main h1");
          if (heading) { heading.focus({ preventScroll: true }); }
        }
        announced = path;
        return none();
      },
      select: function (clicked) {
        var point = clicked && clicked.points && clicked.points[0];
        var id = point && point.customdata && point.customdata[0];
        if (id) {
          go(withParameter("claim", String(id)), false);
          window.dash_clientside.set_props("chart", { clickData: null });
          if (NARROW.matches) { showEvidence(); }
        }
        return none();
      },
      /* A mark of a comparison leads to its claim on its figure's page. */
      open: function (clicked) {
        var point = clicked && clicked.points && clicked.points[0];
        var ids = point && point.customdata;
        if (ids) { go("/figures/" + encodeURIComponent(String(ids[1])) + "?claim=" + encodeURIComponent(String(ids[0])), false); }
        return none();
      },
      /* The field tells its text when it comes up, too; then nothing changes, and the page of the list stays. */
      find: function (text) {
        if (text === undefined || text === null) { return none(); }
        var wanted = text.trim().slice(0, 200);
        var known = new URLSearchParams(window.location.search).get("q") || "";
        if (wanted !== known.trim()) { go(withParameter("q", wanted), true); }
        return none();
      },
    },
  });
})();
