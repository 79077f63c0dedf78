#!/usr/bin/env node
// Starts the executable that came with the package of this platform, and ends as it ends.
"use strict";
const { spawn } = require("node:child_process");

const names = { linux: "linux", darwin: "osx", win32: "win" };
const platform = `${names[process.platform]}-${process.arch}`;
const file = process.platform === "win32" ? "manifestlint.exe" : "manifestlint";

let executable;
try {
  executable = require.resolve(`@manifestlint/${platform}/bin/${file}`);
} catch {
  const reason =
    process.platform === "linux" && !process.report?.getReport().header.glibcVersionRuntime
      ? "it needs glibc, which this system does not have"
      : `there is no package @manifestlint/${platform}, or optional dependencies were left out`;
  console.error(`manifestlint: no executable for ${process.platform} on ${process.arch}: ${reason}`);
  process.exit(2);
}

const child = spawn(executable, process.argv.slice(2), { stdio: "inherit" });
// A terminal's Ctrl-C reaches both; what is sent to this process alone is handed on.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`manifestlint: ${executable} does not start: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
