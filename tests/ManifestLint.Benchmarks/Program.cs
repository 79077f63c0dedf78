using BenchmarkDotNet.Running;
using ManifestLint.Benchmarks;
using ManifestLint.Benchmarks.Fuzzing;
using ManifestLint.Benchmarks.Measuring;

if (args is ["table", ..])
    return TableRun.Start(args[1..]);
if (args is ["measure", _, ..])
    return Measure.Start(args[1..]);
if (args is ["readers", ..])
    return ReaderRun.Start(args[1..]);
if (args is ["fuzz", ..])
    return FuzzRun.Start(args[1..]);
BenchmarkSwitcher.FromAssembly(typeof(PipelineBenchmarks).Assembly).Run(args);
return 0;
