using BenchmarkDotNet.Attributes;
using ManifestLint.Cluster;
using ManifestLint.Findings;
using ManifestLint.Inspection;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Reporting;
using ManifestLint.Yaml;

namespace ManifestLint.Benchmarks;

/// <summary>Reading, linting and reporting of a generated corpus of 1,000 files with 3,000 documents.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class PipelineBenchmarks
{
    private SourceText[] _texts = [];
    private LintRequest _request = new() { Sources = [] };
    private LintResult _result = new() { Findings = [] };

    /// <summary>Makes the corpus.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _texts = [.. GeneratedCorpus.Files(1000).Select((text, i) => new SourceText($"k8s/{i}.yaml", text))];
        _request = new LintRequest
        {
            Sources = [.. _texts.Select(t => new LintSource(t.Path, "/" + t.Path, false, () => new SourceReading(t, null)))],
            Jobs = 1,
        };
        _result = Linter.Lint(_request);
    }

    /// <summary>Text to trees.</summary>
    [Benchmark]
    public int Read() => _texts.Sum(t => YamlReader.Read(t).Documents.Length);

    /// <summary>Text to facts.</summary>
    [Benchmark]
    public int Inspect() => Linter.Inspect(_request, static (pod, file) => PodReport.Of(pod, file)).Pods.Length;

    /// <summary>Text to findings.</summary>
    [Benchmark]
    public int Lint() => Linter.Lint(_request).Findings.Length;

    /// <summary>Findings to text.</summary>
    [Benchmark]
    public void ReportText()
    {
        using var output = new StreamWriter(Stream.Null);
        TextReporter.Write(_result, new TextStyle(100), output);
    }

    /// <summary>Findings to JSON.</summary>
    [Benchmark]
    public void ReportJson() => JsonReporter.Write(_result, new Assumptions(), "0.0.0", Stream.Null);
}
