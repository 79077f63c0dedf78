using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ManifestLint.Tests;

/// <summary>
/// Runs tests as xunit does and keeps why some were skipped: a runner says "[SKIP]" and no reason. Every test project has it, from
/// tests/Directory.Build.targets, and the build prints the lines after the tests, as those of <see cref="VectorFiles.Report"/>.
/// </summary>
/// <param name="diagnostics">Where the framework tells of itself.</param>
public sealed class SkippedTests(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    /// <summary>A line for each reason, with the tests that it skipped.</summary>
    internal static IEnumerable<string> Lines(IEnumerable<(string Reason, string Test)> skipped) =>
        skipped
            .GroupBy(s => s.Reason, s => s.Test, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"skipped, {g.Key}: {g.Count()}, {string.Join(", ", g.Distinct().Order(StringComparer.Ordinal))}");

    /// <inheritdoc/>
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider source, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, source, diagnostics)
    {
        protected override void RunTestCases(
            IEnumerable<IXunitTestCase> testCases,
            IMessageSink executionMessageSink,
            ITestFrameworkExecutionOptions executionOptions
        ) => base.RunTestCases(testCases, new Listener(executionMessageSink), executionOptions);
    }

    // Messages come one at a time.
    private sealed class Listener(IMessageSink runner) : LongLivedMarshalByRefObject, IMessageSink
    {
        private readonly List<(string Reason, string Test)> _skipped = [];

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is ITestSkipped skip)
                _skipped.Add((skip.Reason, $"{skip.TestClass.Class.Name.Split('.')[^1]}.{skip.TestMethod.Method.Name}"));
            else if (message is ITestAssemblyFinished && _skipped.Count > 0)
                VectorFiles.Report("skipped", string.Join('\n', Lines(_skipped)));
            return runner.OnMessage(message);
        }
    }
}
