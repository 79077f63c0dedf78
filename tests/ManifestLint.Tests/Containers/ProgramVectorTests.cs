using System.Collections.Immutable;
using System.Text.Json;
using ManifestLint.Containers;
using ManifestLint.Programs;

namespace ManifestLint.Tests.Containers;

/// <summary>The cases of misc-sizes.json about the kubelet and shells: what stands in the environment and what words a script makes.</summary>
public sealed class ProgramVectorTests
{
    private static IEnumerable<JsonElement> Cases(string kind) =>
        VectorFiles.Cases("misc-sizes").Where(c => c.GetProperty("kind").GetString() == kind);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static ProgramEnvironment Environment(JsonElement element) =>
        PlanReading.Environment(element.EnumerateObject().Select(v => (v.Name, v.Value.GetString()!)));

    [Fact]
    public void Kubelet_expansion()
    {
        var run = new VectorRun("k8s-expansion");
        foreach (var c in Cases("k8s-expansion"))
        {
            var input = c.GetProperty("input");
            var value = KubeletExpansion.Expand(Word.Of(Text(input, "value")), Environment(input.GetProperty("env"))).ToString();
            run.Compare(c, Text(c.GetProperty("expect"), "value"), value);
        }
        run.Settle();
    }

    [Fact]
    public void Order_of_environment_entries()
    {
        var run = new VectorRun("k8s-env-order");
        foreach (var c in Cases("k8s-env-order"))
        {
            var entries = c.GetProperty("input")
                .GetProperty("env")
                .EnumerateArray()
                .Select(e => new EnvironmentEntry(Text(e, "name"), Word.Of(Text(e, "value"))));
            var resolved = EnvironmentResolver.Resolve(entries).Variables;
            var expected = c.GetProperty("expect")
                .GetProperty("env")
                .EnumerateObject()
                .ToDictionary(v => v.Name, v => v.Value.GetString()!);
            run.Compare(
                c,
                string.Join(' ', expected.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}={e.Value}")),
                string.Join(' ', resolved.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}={e.Value}"))
            );
        }
        run.Settle();
    }

    [Fact]
    public void Resource_field_references()
    {
        var run = new VectorRun("resource-field-ref");
        foreach (var c in Cases("resource-field-ref"))
        {
            var input = c.GetProperty("input");
            var divisor = input.GetProperty("divisor").GetString();
            var value = ResourceFieldRef.Memory(Bytes(Text(input, "memoryLimit")), divisor);
            run.Compare(c, Text(c.GetProperty("expect"), "value"), value ?? "nothing");
        }
        run.Settle();
    }

    /// <summary>Enough of a quantity for these cases.</summary>
    private static Int128 Bytes(string quantity)
    {
        var digits = quantity.TakeWhile(char.IsAsciiDigit).Count();
        var suffix = quantity[digits..];
        var scale = suffix.EndsWith('i') ? 1024 : 1000;
        var power = suffix.Length == 0 ? 0 : "KMGTPE".IndexOf(char.ToUpperInvariant(suffix[0])) + 1;
        Int128 value = long.Parse(quantity[..digits]);
        for (; power > 0; power--)
            value *= scale;
        return value;
    }

    // The shell that was asked; what sh is depends on the image.
    private const string Reference = "dash";

    [Fact]
    public void Shell_words()
    {
        var run = new VectorRun("shell-words");
        foreach (var c in Cases("shell-words"))
        {
            var shells = new List<(string Shell, JsonElement Expected)> { (Reference, c.GetProperty("expect").GetProperty("commands")) };
            if (c.TryGetProperty("otherShells", out var others) && others.TryGetProperty("bash", out var bash))
                shells.Add(("bash", bash));
            var differences = new List<string>();
            foreach (var (shell, expected) in shells)
            {
                var plan = Plan(shell, c.GetProperty("input"));
                if (!PlanReading.Ways(plan).Exists(w => Agrees(w, c, expected, shell == Reference)))
                    differences.Add(
                        $"{shell}: {Text(c.GetProperty("input"), "script")} gave {PlanReading.Show(plan)}, expected {expected}"
                    );
            }
            run.Add(c, differences);
        }
        run.Settle();
    }

    private static ProcessPlan Plan(string shell, JsonElement input)
    {
        ImmutableArray<Word> args = [.. input.GetProperty("args").EnumerateArray().Select(a => Word.Of(a.GetString()!))];
        return PlanReading.OfScript(shell, Word.Of(Text(input, "script")), args, Environment(input.GetProperty("env")));
    }

    private static bool Agrees(ImmutableArray<ProcessPlan> way, JsonElement vector, JsonElement expected, bool isReference)
    {
        // Other shells may list a message instead of commands: then nothing ran.
        var commands =
            expected.ValueKind == JsonValueKind.Array
                ? expected.EnumerateArray().Select(e => e.EnumerateArray().Select(a => a.GetString()!).ToArray()).ToList()
                : [];
        var runs = PlanReading.Arguments(way, "probe");
        if (runs.Count != commands.Count || runs.Zip(commands).Any(p => !p.First.SequenceEqual(p.Second)))
            return false;
        if (!isReference)
            return true;
        var expect = vector.GetProperty("expect");
        if (expect.TryGetProperty("exitCode", out var code) && way.OfType<ProcessPlan.Fails>().LastOrDefault()?.ExitCode != code.GetInt32())
            return false;
        var processes = PlanReading.Runs(way, "probe").ToList();
        for (var i = 0; i < processes.Count; i++)
        {
            // Absent also where the environment is empty in the end.
            var wanted = expect.TryGetProperty("exportedEnv", out var exported)
                ? exported[i]
                : vector.GetProperty("input").GetProperty("env");
            if (
                !SameVariables(processes[i], wanted)
                && (
                    exported.ValueKind == JsonValueKind.Array
                    || processes[i].Environment.Keys.Any(k => k.StartsWith("T_", StringComparison.Ordinal))
                )
            )
                return false;
        }
        return true;
    }

    private static bool SameVariables(Process process, JsonElement wanted)
    {
        var expected = wanted.EnumerateObject().ToDictionary(v => v.Name, v => v.Value.GetString()!);
        var actual = process
            .Environment.Where(v => v.Key.StartsWith("T_", StringComparison.Ordinal))
            .ToDictionary(v => v.Key, v => v.Value.ToString());
        return expected.Count == actual.Count && expected.All(v => actual.TryGetValue(v.Key, out var value) && value == v.Value);
    }
}
