// Runs a Python program in Pyodide under Node, as a browser would: node browser.mjs PYODIDE SITE PROGRAM TASK ANSWER WHEEL...
// SITE holds what xlwings Lite brings along (xlwings itself); the wheels are installed by micropip, which is told of
// no package index: what they ask for has to be among them, or among Pyodide's own packages.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [home, site, program, task, answer, ...wheels] = process.argv.slice(2);

function mount(python, at, root) {
  python.FS.mkdirTree(at);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, at);
}

try {
  const { loadPyodide } = await import(pathToFileURL(path.join(home, "pyodide.mjs")));
  const printed = [];
  const python = await loadPyodide({ indexURL: home + path.sep, stdout: (line) => printed.push(line) });
  await python.loadPackage(["micropip", "pandas"], { messageCallback: () => {} });
  mount(python, "/lite", site);
  mount(python, "/wheels", path.dirname(wheels[0]));
  mount(python, "/program", path.dirname(program));
  python.globals.set("wheels", python.toPy(wheels.map((wheel) => "emfs:/wheels/" + path.basename(wheel))));
  python.globals.set("program", "/program/" + path.basename(program));
  python.globals.set("task", fs.readFileSync(task, "utf-8"));
  await python.runPythonAsync(`
    import sys
    import micropip
    sys.path.append("/lite")
    await micropip.install(list(wheels), index_urls=["file:///no-index/{package_name}"])
    sys.argv = [program, task]
    import runpy
    runpy.run_path(program, run_name="__main__")
  `);
  fs.writeFileSync(answer, printed.at(-1));
} catch (failure) {
  // Node would print Pyodide's source, a megabyte of one line, above the message.
  console.error(String(failure.message ?? failure));
  process.exit(1);
}
