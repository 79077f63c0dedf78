using BenchmarkDotNet.Running;
using ManifestLint.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(PipelineBenchmarks).Assembly).Run(args);
