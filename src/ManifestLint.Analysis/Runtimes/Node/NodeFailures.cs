using ManifestLint.Evidence;
using ManifestLint.Programs;
using ManifestLint.Reading;

namespace ManifestLint.Runtimes.Node;

/// <summary>What is wrong with an option that Node.js refuses.</summary>
internal static class NodeFailures
{
    /// <summary>What it is, by the text of the option; null where the failure says it, or where the text is not to be shown.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="at">The option at fault.</param>
    /// <param name="version">The release of Node.js.</param>
    public static FailureDetail? Detail(RuntimeFailure? failure, RuntimeSetting? at, int version)
    {
        if (failure == RuntimeFailure.CommandNotFound)
            return new(FailureDetailKind.WholeLine);
        if (at is not { Word: { IsKnown: true, Text: var text } word } || SecretText.IsHidden(word))
            return null;
        if (Misspelt(failure, text, version) is { Detail: var misspelt })
            return misspelt;
        if (failure is RuntimeFailure.IllegalValue or RuntimeFailure.BadOption && NoScript.AreOptions(word, IsOption(text, version)))
            return new(FailureDetailKind.OneArgument);
        return failure switch
        {
            RuntimeFailure.IllegalValue when at.Name.Contains("percentage", StringComparison.Ordinal) => new(FailureDetailKind.NoNodeShare),
            RuntimeFailure.IllegalValue when IsSize(at) => new(
                text.Contains('=', StringComparison.Ordinal) ? FailureDetailKind.NoMebibytes : FailureDetailKind.NotJoined
            ),
            RuntimeFailure.ScriptNotFound => NoScript.Detail(text, "script"),
            _ => null,
        };
    }

    private static bool IsOption(string text, int version) =>
        NodeOptionTable.Find(text.TrimStart('-').Split('=', ' ')[0].Replace('_', '-'), version) is { IsInRelease: true };

    /// <summary>True for an option that sizes a heap.</summary>
    public static bool IsSize(RuntimeSetting setting) => setting.Name.Replace('_', '-').EndsWith("-size", StringComparison.Ordinal);

    /// <summary>How an option begins that was meant, and the option; null for what is none.</summary>
    public static (FailureDetail Detail, string Meant)? Misspelt(RuntimeFailure? failure, string text, int version)
    {
        if (failure is not (RuntimeFailure.ScriptNotFound or RuntimeFailure.BadOption))
            return null;
        var slip = DashSlip.Of(text, hyphens: 2);
        string rest = slip?.Rest ?? text;
        int end = rest.IndexOf('=', StringComparison.Ordinal);
        return NodeOptionTable.Find((end < 0 ? rest : rest[..end]).Replace('_', '-'), version) is not { IsInRelease: true } ? null
            : slip is not null ? (new(FailureDetailKind.Dashes, slip.How), "--" + rest)
            // A word of its own is a script.
            : end > 0 ? (new(FailureDetailKind.Dashes, "a letter, not with two hyphens"), "--" + rest)
            : null;
    }
}
