using Xunit.Abstractions;

namespace ManifestLint.Oracles.Programs;

public sealed class ShellOracleTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["T_A"] = "x y",
        ["T_B"] = "",
        ["T_C"] = "a=b=c",
        ["T_N"] = "512",
        ["T_Q"] = "\"p q\" 'r'",
        ["T_G"] = "300Mi",
    };

    [OracleFact("dash", "sh", "grep")]
    public void Scripts_by_hand_in_dash() => Compare("dash", "by hand", ShellScripts.Posix, mayBeUnknown: ShellScripts.UnknownInDash);

    [OracleFact("bash", "sh", "grep")]
    public void Scripts_by_hand_in_bash() =>
        Compare("bash", "by hand", [.. ShellScripts.Posix, .. ShellScripts.Bash], mayBeUnknown: ShellScripts.UnknownInBash);

    [OracleFact("dash", "sh", "grep")]
    public void Made_up_scripts_in_dash() => Compare("dash", "made up", ShellScripts.MadeUp(seed: 20261120, count: 600), mayBeUnknown: 60);

    [OracleFact("bash", "sh", "grep")]
    public void Made_up_scripts_in_bash() => Compare("bash", "made up", ShellScripts.MadeUp(seed: 20261120, count: 400), mayBeUnknown: 60);

    private void Compare(string shell, string kind, IReadOnlyCollection<string> all, int mayBeUnknown)
    {
        var scripts = Questions.Draw($"{shell} scripts {kind}", all, Questions.ShellScripts);
        using var oracle = new ShellOracle();
        var wrong = new List<string>();
        var unknown = 0;
        foreach (var script in scripts)
        {
            var (real, code) = oracle.Real(shell, script, Variables, "zero", "one", "two words");
            var planned = ShellOracle.Planned(shell, script, Variables, "zero", "one", "two words");
            // Programs are taken to exist and to succeed where set -e asks; a damaged name does not.
            if (code == 127 && script.Contains("set -e", StringComparison.Ordinal))
                continue;
            if (planned is null)
            {
                unknown++;
                output.WriteLine("unknown: " + script);
            }
            else if (!planned.Exists(w => Agrees(w, real, code)))
            {
                wrong.Add($"{script}\n    {shell} ({code}): {Show(real)}\n    planned: {string.Join(" or ", planned.Select(Show))}");
            }
        }
        output.WriteLine($"{scripts.Count} scripts in {shell}: {unknown} unknown, {wrong.Count} wrong");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(unknown <= mayBeUnknown, $"{unknown} scripts are unknown, {mayBeUnknown} were before");
    }

    private static bool Agrees(List<string> planned, List<string> real, int code)
    {
        // Shells agree on when they fail, not on the code.
        var ends = planned.FindLast(r => r[0] == ShellOracle.Ends);
        if (ends is { Length: > 1 } && ends[1..] != code.ToString())
            return false;
        return planned.Where(r => r[0] != ShellOracle.Ends).Order(StringComparer.Ordinal).SequenceEqual(real.Order(StringComparer.Ordinal));
    }

    private static string Show(List<string> runs) =>
        string.Concat(
            runs.Select(r =>
                r[0] == ShellOracle.Ends
                    ? "fails " + r[1..]
                    : "["
                        + r[..r.IndexOf('\u0002')].Replace('\u0001', '|')
                        + " {"
                        + r[(r.IndexOf('\u0002') + 1)..].Replace('\n', ' ')
                        + "}]"
            )
        );
}
