using System.Collections.Immutable;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Java;

/// <summary>Makes words of the variables that a start script puts on the command line.</summary>
internal static class JvmVariableWords
{
    /// <summary>The origin of what the script adds by itself.</summary>
    public static readonly TextOrigin DefaultOrigin = new TextOrigin.ImageDefault();

    /// <summary>Adds what a variable becomes; its default where it is not set.</summary>
    public static void Add(List<Word> words, JvmVariable variable, ImmutableDictionary<string, Word> environment)
    {
        if (variable.Else is { } instead && !environment.ContainsKey(variable.Name) && environment.ContainsKey(instead))
            variable = variable with { Name = instead };
        if (
            variable.Name.Length == 0
            || !environment.TryGetValue(variable.Name, out var value)
            || (value.IsKnown && value.Text.Length == 0)
            || (variable.OnlyWith is { } other && !environment.ContainsKey(other))
        )
        {
            bool isKept = variable.IsEmptyKept && environment.ContainsKey(variable.Name);
            if (variable.Default is { } text && !isKept)
                words.AddRange(text.Split(' ').Select(w => Word.Of(w, DefaultOrigin)));
            return;
        }
        if (!value.IsKnown && (value.Outline is null || variable.Kind is not (JvmVariableKind.Options or JvmVariableKind.ReplacesAll)))
        {
            words.Add(Word.UnknownMany);
            return;
        }
        var origin = new TextOrigin.Variable(variable.Name);
        if (value.Parts.IsEmpty)
            value = Word.Of(value.Text, origin);
        if (variable.TakesShare && value.Text.EndsWith('%'))
        {
            var share = value.Slice(0, value.Text.Length - 1);
            words.Add(Word.Concat(Word.Of("-XX:InitialRAMPercentage=", origin), share));
            words.Add(Word.Concat(Word.Of("-XX:MaxRAMPercentage=", origin), share));
            return;
        }
        switch (variable.Kind)
        {
            case JvmVariableKind.MaxSize:
                words.Add(Word.Concat(Word.Of("-Xmx", origin), value));
                break;
            case JvmVariableKind.InitialSize:
                words.Add(Word.Concat(Word.Of("-Xms", origin), value));
                break;
            case JvmVariableKind.DirectSize:
                words.Add(Word.Concat(Word.Of("-XX:MaxDirectMemorySize=", origin), value));
                break;
            case JvmVariableKind.BothSizes:
                words.Add(Word.Concat(Word.Of("-Xms", origin), value));
                words.Add(Word.Concat(Word.Of("-Xmx", origin), value));
                break;
            case JvmVariableKind.MaxMebibytes or JvmVariableKind.BothMebibytes:
                bool hasUnit = value.Text.Length > 0 && !char.IsAsciiDigit(value.Text[^1]);
                if (variable.Kind == JvmVariableKind.BothMebibytes)
                    words.Add(Word.Concat(Word.Of("-Xms", origin), value, Word.Of(hasUnit ? "" : "m", origin)));
                words.Add(Word.Concat(Word.Of("-Xmx", origin), value, Word.Of(hasUnit ? "" : "m", origin)));
                break;
            default:
                words.AddRange(JvmWords.Split(value) ?? JvmWords.SplitPlainly(value));
                break;
        }
    }
}
