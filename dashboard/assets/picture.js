/* A chart as a file, made here by Plotly with its caption around it; and menus that close as one expects. */
(function () {
  "use strict";
  var SIDE = 28;
  var LINE = 17;
  var WIDTH = 1000;

  function colour(name) {
    return window.getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function note(lines, place) {
    return Object.assign(
      { text: lines.join("<br>"), showarrow: false, align: "left", xref: "paper", yref: "paper", x: 0, xanchor: "left" },
      place
    );
  }

  /* The chart's own data and layout, in a taller frame: title and lead above it, sources and date below it. */
  function framed(chart, caption) {
    var own = chart.layout;
    var margin = Object.assign({ l: 80, r: 80, t: 100, b: 80 }, chart._fullLayout.margin, own.margin);
    var head = 30 * caption.title.length + LINE * caption.above.length + SIDE;
    var foot = LINE * caption.below.length + SIDE;
    var width = Math.max(chart.offsetWidth, WIDTH);
    var height = chart.offsetHeight + head + foot;
    var notes = [
      note(caption.title.map(function (line) { return "<b>" + line + "</b>"; }), {
        y: 1, yanchor: "bottom", yshift: margin.t + LINE * caption.above.length + 12, font: { size: 22, color: colour("ink") },
      }),
      note(caption.above, { y: 1, yanchor: "bottom", yshift: margin.t + 2, font: { size: 13, color: colour("quiet") } }),
      note(caption.below, { y: 0, yanchor: "top", yshift: -margin.b - 2, font: { size: 12, color: colour("quiet") } }),
    ];
    var layout = Object.assign({}, own, {
      width: width,
      height: height,
      autosize: false,
      paper_bgcolor: colour("card"),
      margin: Object.assign({}, margin, { l: margin.l + SIDE, r: margin.r + SIDE, t: margin.t + head, b: margin.b + foot }),
      annotations: (own.annotations || []).concat(notes),
    });
    return { data: chart.data, layout: layout };
  }

  function save(button) {
    var caption = JSON.parse(button.getAttribute("data-caption"));
    var room = document.getElementById(caption.chart);
    var chart = room && (room.classList.contains("js-plotly-plot") ? room : room.querySelector(".js-plotly-plot"));
    if (!chart || !window.Plotly) { return; }
    var format = button.getAttribute("data-picture");
    var picture = framed(chart, caption);
    window.Plotly.downloadImage(picture, {
      format: format,
      width: picture.layout.width,
      height: picture.layout.height,
      scale: format === "png" ? 2 : 1,
      filename: caption.file,
    });
  }

  document.addEventListener("click", function (event) {
    var target = event.target.closest ? event.target : null;
    var button = target && target.closest("button[data-picture]");
    if (button) { save(button); }
    var inside = target && target.closest("details.menu");
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (menu !== inside || (target && target.closest("details.menu a, details.menu button"))) { menu.open = false; }
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
})();
