using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What to write in place of a setting of a container.</summary>
internal static class Remedies
{
    // More would be no line for people.
    private const int MostWords = 8;

    /// <summary>What to write for a command line that is one argument: each part by itself; null where it is one by right, or stands elsewhere.</summary>
    public static Remedy? EachByItself(Word word, ContainerFacts container) =>
        word.Origin is TextOrigin.Argument argument
        && word.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } words
        && !word.Text.AsSpan().ContainsAny('"', '\'')
            ? Remedy.Told(
                words.Length > MostWords ? $"each argument as an item of its own in {argument.Field}"
                : container.Spec.Node[argument.Field] is YamlSequence { Items.Length: 1 } ? $"{argument.Field}: [{Quoted(words)}]"
                : $"{Quoted(words)} as items of {argument.Field}"
            )
            : null;

    private static string Quoted(string[] words) => string.Join(", ", words.Select(w => $"\"{WrittenText.Cut(w)}\""));

    /// <summary>A reference that the kubelet replaces in place of one that only a shell does; null where the word is none, or no variable of the container.</summary>
    public static Remedy? OfShellVariable(Word word, ContainerFacts container, PodFacts pod)
    {
        string name = word.Text.Trim('$', '{', '}');
        if (word.Text != $"${name}" && word.Text != $"${{{name}}}")
            return null;
        bool isSet =
            (container.Spec.Node["env"] as YamlSequence)?.Items.Any(i => (i.Target as YamlMapping)?.TextAt("name") == name) == true;
        string reference = $"$({name})";
        return isSet ? Of(new Rewriting(reference, null, [(word, "", reference)]), pod) : Remedy.Told($"{reference}, with {name} in env");
    }

    /// <summary>
    /// What was surely meant by a size that is not read; only told where the limit has no room for it: repaired, it would be what is wrong next.
    /// </summary>
    /// <param name="rewriting">It.</param>
    /// <param name="bytes">What it amounts to; null where that cannot be said.</param>
    /// <param name="percent">The share of the limit that it may take.</param>
    /// <param name="beside">What the limit has to hold beside it.</param>
    /// <param name="container">The container.</param>
    /// <param name="pod">The pod.</param>
    public static Remedy Within(Rewriting rewriting, long? bytes, int percent, long beside, ContainerFacts container, PodFacts pod) =>
        Fits(container, bytes, percent, beside)
            ? Of(rewriting, pod)
            : Remedy.Told(Of(rewriting with { Why = TooMuch(container) }, pod).Advice);

    /// <summary>True unless it is known that an amount takes more than a share of the limit, or leaves less than it has to hold beside it.</summary>
    public static bool Fits(ContainerFacts container, Int128? bytes, int percent, long beside = 0) =>
        container.MemoryMax.Bytes is not { } limit
        || bytes is not { } amount
        || (amount <= (Int128)limit * percent / 100 && amount <= limit - beside);

    /// <summary>Why a size that was meant does not help alone.</summary>
    public static string TooMuch(ContainerFacts container) =>
        $"too much for the memory limit {Describe.MemoryLimit(container)}, which has to be raised, too";

    /// <summary>The setting and why, as they are told.</summary>
    public static Advice AdviceOf(Rewriting rewriting) => new(rewriting.Setting) { Why = rewriting.Why };

    /// <summary>What is only told; null for null.</summary>
    public static Remedy? Told(Rewriting? rewriting) => rewriting is null ? null : Remedy.Told(AdviceOf(rewriting));

    /// <summary>What to write, with its edits where every word stands as one stretch in the container itself.</summary>
    public static Remedy Of(Rewriting rewriting, PodFacts pod)
    {
        var (advice, shared) = Place(rewriting);
        var changes = new Dictionary<YamlScalar, List<(Stretch, string)>>(ReferenceEqualityComparer.Instance);
        foreach (var (word, kept, value) in rewriting.Edits)
        {
            if (SettingEdits.Place(word, kept) is not { } place)
                return Remedy.Told(advice) with { Shared = shared };
            if (!changes.TryGetValue(place.Scalar, out var inScalar))
                changes.Add(place.Scalar, inScalar = []);
            // One word may set two amounts.
            if (!inScalar.Contains((place, value)))
                inScalar.Add((place, value));
        }
        // Several scalars are changed where a custom resource has a field for each.
        if (changes.Count > 1 && !rewriting.Edits.All(e => e.Word.Parts.Any(p => p.Origin is TextOrigin.ResourceField)))
            return Remedy.Told(advice);
        TextEdit?[] edits = [.. changes.Select(c => SettingEdits.Edit(pod, c.Key, c.Value))];
        return rewriting.IsMeant ? Remedy.Safe(advice, edits) : Remedy.Unsafe(advice, edits);
    }

    // Where a variable or key of another name holds nothing but the amount, with what has to stand there: 768m in env HEAP: -Xmx768m (75 % of 1Gi).
    private static (Advice Advice, SharedValue? Shared) Place(Rewriting rewriting)
    {
        if (rewriting.Edits.Distinct().ToList() is not [var (word, kept, value)])
            return (AdviceOf(rewriting), null);
        string meant = word.Text.StartsWith(kept, StringComparison.Ordinal) ? kept + value : "";
        foreach (var part in word.Parts)
        {
            if (
                part.Origin.Scalar is not { } scalar
                || part.Offset != 0
                || part.Length != scalar.Value.Length
                || NameOf(part.Origin) is not { } name
                || rewriting.Setting.StartsWith($"{name}=", StringComparison.Ordinal)
            )
                continue;
            var (before, behind) = (word.Text[..part.Start], word.Text[(part.Start + part.Length)..]);
            if (
                meant.Length > before.Length + behind.Length
                && meant.StartsWith(before, StringComparison.Ordinal)
                && meant.EndsWith(behind, StringComparison.Ordinal)
                && meant[before.Length..^behind.Length] is var own
                && own != scalar.Value
                && own != rewriting.Setting
            )
            {
                var told = new Advice(own) { In = part.Origin.ToString() };
                return (
                    told with
                    {
                        Setting = rewriting.Setting,
                        Why = rewriting.Why,
                    },
                    part.Origin is TextOrigin.ConfigKey ? new(scalar.Location, own, rewriting.Amount, told) : null
                );
            }
        }
        return (
            AdviceOf(rewriting),
            word.Origin is TextOrigin.ConfigKey { Scalar: not null } && WordPlace.Of(word) is { } place
                ? new(place, value, rewriting.Amount, new Advice(rewriting.Setting))
                : null
        );
    }

    private static string? NameOf(TextOrigin origin) =>
        origin switch
        {
            TextOrigin.Variable variable => variable.Name,
            TextOrigin.ConfigKey key => key.TakenBy ?? key.Key,
            _ => null,
        };
}
