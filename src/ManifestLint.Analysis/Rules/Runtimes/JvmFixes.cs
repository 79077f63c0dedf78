using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>Repairs of JVM options that stand in the container itself, in a single scalar of their own text.</summary>
/// <param name="percent">The share of a limit that a heap may take.</param>
internal sealed class JvmFixes(decimal percent)
{
    private const long Mebi = 1L << 20;

    // Sizes are read alike by all releases from here on.
    private const int Release = 17;

    // Usual figures of what a JVM takes beside its heap, together: where it does not start nobody has computed its own.
    private const long UsualBeside = 202 * Mebi;

    /// <summary>Writes <c>-Xmx512m</c> for <c>-Xmx512Mi</c>.</summary>
    public Remedy? Unit(Word? option, ContainerFacts container, PodFacts pod)
    {
        if (option is not { IsKnown: true } || SizeWithUnit(option.Text) is not var (name, number, unit))
            return null;
        string size = number + char.ToLowerInvariant(unit);
        return Size(option, name, size, isMeant: true, container, pod);
    }

    /// <summary>Writes <c>-Xmx1536m</c> for <c>-Xmx1.5g</c>, <c>-Xmx1g</c> for <c>-Xmx1gb</c>, and <c>75.5</c> for <c>75,5</c> in a percentage.</summary>
    public Remedy? Number(Word? option, ContainerFacts container, PodFacts pod) =>
        option is not { IsKnown: true } || NumberOf(option.Text) is not var (name, number) ? null
        : name.EndsWith("RAMPercentage=", StringComparison.Ordinal) ? Percentage(option, name, number, container, pod)
        : Size(option, name, number, isMeant: true, container, pod);

    /// <summary>Writes <c>-Xmx512m</c> for <c>-Xmx 512m</c> in one word; null for what is no size with blanks in it.</summary>
    public Remedy? Joined(Word option, ContainerFacts container, PodFacts pod) =>
        option.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var start, var value] && JvmSizes.NameAlone(start) is { } name
            ? WithValue(option, name, value, container, pod)
            : null;

    /// <summary>
    /// An option whose value does not follow it at once, but behind a blank, as the next word or behind a sign that does not belong there; null where none does.
    /// </summary>
    /// <returns>What its author wrote of it, and what to write.</returns>
    public (string Written, Remedy Remedy)? Apart(Word option, ContainerFacts container, PodFacts pod)
    {
        if (JvmSizes.NameOf(option.Text) is { } start && option.Text[start.Length..] is ['=' or ':', .. var behind])
            return WithValue(option, start, behind, container, pod) is { } remedy ? (option.Text, remedy) : null;
        if (JvmSizes.NameAlone(option.Text) is not { } name || option.Parts is not [{ Origin.Scalar: { } scalar } part])
            return null;
        string rest = scalar.Value[(part.Offset + part.Length)..];
        if (rest.Length == 0)
        {
            return NextOf(scalar, container) is { } next && WithValue(Word.Of(option.Text), name, next.Value, container, pod) is { } meant
                ? (option.Text, Remedy.Told(meant.Advice with { Form = Advice.OneArgument }))
                : null;
        }
        int blanks = rest.Length - rest.TrimStart(' ').Length,
            length = rest.AsSpan(blanks).IndexOfAny(" \n\"'");
        if (blanks == 0)
            return null;
        var whole = Word.Of(scalar.Value, part.Source)
            .Slice(part.Offset, part.Length + blanks + (length < 0 ? rest.Length - blanks : length));
        return Joined(whole, container, pod) is { } joined ? (whole.Text, joined) : null;
    }

    private static YamlScalar? NextOf(YamlScalar scalar, ContainerFacts container)
    {
        foreach (string section in new[] { "command", "args" })
        {
            if (container.Spec.Node[section] is not YamlSequence words)
                continue;
            for (int i = 0; i + 1 < words.Items.Length; i++)
            {
                if (ReferenceEquals(words.Items[i].Target, scalar))
                    return words.Items[i + 1].Target as YamlScalar;
            }
        }
        return null;
    }

    private Remedy? WithValue(Word option, string name, string value, ContainerFacts container, PodFacts pod) =>
        JvmSizes.IsWholeSize(name + value) ? Size(option, name, value, isMeant: false, container, pod)
        : JvmSizes.IsValue(name, value) ? Percentage(option, name, value, container, pod)
        : null;

    /// <summary>Writes <c>-Xms512m</c> for <c>-Xms1g</c> beside <c>-Xmx512m</c>.</summary>
    public Remedy InitialOf(Word max, Word initial, ContainerFacts container, PodFacts pod) =>
        Size(initial, "-Xms", max.Text[4..], isMeant: false, container, pod, $"as much as {WrittenText.Shown(WordPlace.AsWritten(max))}");

    private Remedy Size(Word option, string name, string size, bool isMeant, ContainerFacts container, PodFacts pod, string? why = null)
    {
        var rewriting = new Rewriting(JvmLowering.Named(option, name, size), why, [(option, name, size)]) { IsMeant = isMeant };
        bool isOfHeap = name is "-Xmx" or "-Xms" || name.EndsWith("HeapSize=", StringComparison.Ordinal);
        return isOfHeap && JvmSizes.TryParseSize(size, Release, out ulong bytes)
            ? Remedies.Within(rewriting, (long)Math.Min(bytes, long.MaxValue), FineOf(container), UsualBeside, container, pod)
            : Remedies.Of(rewriting, pod);
    }

    // Vendors whose servers need as much beside the heap advise less.
    private int FineOf(ContainerFacts container) =>
        (int)Math.Floor(container.Jvm?.VendorShare is { } share ? Math.Min((decimal)share * 100, percent) : percent);

    private Remedy Percentage(Word option, string name, string number, ContainerFacts container, PodFacts pod) =>
        Remedies.Within(
            new Rewriting(JvmLowering.Named(option, name, number), null, [(option, name, number)]) { IsMeant = true },
            container.MemoryMax.Bytes is { } limit
            && decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal share)
                ? (long)Math.Min(limit * Math.Clamp(share, 0, 1000) / 100, long.MaxValue / 2)
                : null,
            FineOf(container),
            UsualBeside,
            container,
            pod
        );

    private static (string Name, string Number)? NumberOf(string option)
    {
        if (JvmSizes.NameOf(option) is not { } name)
            return null;
        var cursor = new TextCursor(option[name.Length..]);
        if (cursor.TakeDigits() == 0)
            return null;
        string whole = cursor.Since(0);
        if (name.EndsWith("RAMPercentage=", StringComparison.Ordinal))
            return cursor.Take(",") && cursor.TakeDigits() > 0 && cursor.IsAtLastEnd ? (name, cursor.Since(0).Replace(',', '.')) : null;
        bool hasFraction = cursor.TakeOne(".,") && cursor.TakeDigits() > 0;
        string number = cursor.Since(0).Replace(',', '.');
        if (!cursor.TakeOne("KMGTkmgt"))
            return null;
        char unit = char.ToLowerInvariant(cursor.Since(0)[^1]);
        cursor.TakeOne("iI");
        bool hasByte = cursor.TakeOne("bB");
        if (!cursor.IsAtLastEnd)
            return null;
        if (!hasFraction)
            return hasByte && number == whole ? (name, whole + unit) : null;
        return
            decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal parts)
            && parts <= decimal.MaxValue / 1024
            && parts * 1024 is var smaller and > 0
            && smaller == Math.Floor(smaller)
            && "bkmg"["kmgt".IndexOf(unit, StringComparison.Ordinal)] is var below and not 'b'
            ? (name, smaller.ToString("0", CultureInfo.InvariantCulture) + below)
            : null;
    }

    /// <summary>Writes <c>-Xmx2048m</c> for <c>-Xmx2048</c>, <c>-Xmx2g</c> for <c>-Xmx2</c>: the unit that makes a heap of it.</summary>
    public Remedy? MissingUnit(Word option, ContainerFacts container, PodFacts pod)
    {
        string name = JvmSizes.NameOf(option.Text) ?? "",
            number = option.Text[name.Length..];
        if (!ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out ulong count) || count == 0)
            return null;
        char unit =
            count < 16 ? 'g'
            : count < 1 << 16 ? 'm'
            : 'k';
        return Size(option, name, number + unit, isMeant: false, container, pod);
    }

    /// <summary>Writes <c>-XX:MaxRAMPercentage=90.0</c> for <c>-XX:MaxRAMPercentage=90%</c>.</summary>
    /// <param name="option">The option.</param>
    /// <param name="name">Its name, up to the equals sign.</param>
    /// <param name="number">The number alone.</param>
    /// <param name="container">The container.</param>
    /// <param name="pod">The pod.</param>
    public Remedy WithoutPercentSign(Word option, string name, string number, ContainerFacts container, PodFacts pod) =>
        // JDK 8 wants a point in it.
        Percentage(option, name, number.Contains('.', StringComparison.Ordinal) ? number : number + ".0", container, pod);

    /// <summary>Writes <c>75.0</c> for <c>75</c> in a percentage; null for anything else.</summary>
    public Remedy? WithPoint(Word option, ContainerFacts container, PodFacts pod) =>
        JvmFailures.IsShareWithoutPoint(option.Text) && JvmSizes.NameOf(option.Text) is { } name
            ? Percentage(option, name, $"{option.Text[name.Length..]}.0", container, pod)
            : null;

    /// <summary>
    /// Renames a variable whose name is misspelt, where the container names it. What others take by the same name, a patch or a pod that takes a key
    /// of a ConfigMap, would be parted from it: there is no edit then.
    /// </summary>
    public static Remedy? Rename(string name, Word value, ContainerFacts facts, PodFacts pod)
    {
        string meant =
            name is "JAVA_OPTS" || name.Contains("TOOL", StringComparison.OrdinalIgnoreCase) ? "JAVA_TOOL_OPTIONS"
            : name.Contains("JDK", StringComparison.OrdinalIgnoreCase) ? "JDK_JAVA_OPTIONS"
            : "_JAVA_OPTIONS";
        var entries = (facts.Spec.Node["env"] as YamlSequence)?.Items.Select(i => i.Target).OfType<YamlMapping>().ToList() ?? [];
        if (entries.Exists(e => e.TextAt("name") == meant))
            return null;
        var names = entries.Select(e => e["name"]).OfType<YamlScalar>().Where(n => n.Value == name).ToList();
        // envFrom brings the right name already.
        if (names.Count == 0 && value.Origin is TextOrigin.ConfigKey { Among: { } keys } && keys[meant] is not null)
            return null;
        // The value may stand in another file than its name.
        string where =
            names is [var first, ..] && first.Location.Source.Path is var file && file != WordPlace.Of(value)?.Source.Path
                ? $" in {file}"
                : "";
        string title = names.Count == 0 ? KeyTitle(name, value, meant) : $"rename {name} to {meant}{where}";
        // Read at last, it would be the next thing that is wrong.
        if (facts.MemoryMax.Bytes is { } limit && AsksForAll(value.Text, limit))
            return Remedy.Told($"{title}, with a heap below the memory limit {facts.Limit("memory").Plain}");
        var manifest = pod.Workload.Manifest;
        return names is [var written] && !manifest.IsChangedByName(name)
            ? Remedy.Unsafe(title, manifest.Editor.Replace(written, meant))
            : Remedy.Told(title);
    }

    // envFrom takes every key as it is called, behind a prefix.
    private static string KeyTitle(string name, Word value, string meant)
    {
        if (value.Origin is not TextOrigin.ConfigKey { Key: var key } from || key == name || !name.EndsWith(key, StringComparison.Ordinal))
            return $"rename {name} to {meant}";
        string prefix = name[..^key.Length];
        return meant.StartsWith(prefix, StringComparison.Ordinal) && meant.Length > prefix.Length
            ? $"rename key {key} to {meant[prefix.Length..]}"
            : $"env {meant} from key {key} of {from.Kind} {from.Object}";
    }

    private static bool AsksForAll(string options, long limit)
    {
        foreach (string option in options.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string? size =
                option.StartsWith("-Xmx", StringComparison.Ordinal) ? option["-Xmx".Length..]
                : option.StartsWith("-XX:MaxHeapSize=", StringComparison.Ordinal) ? option["-XX:MaxHeapSize=".Length..]
                : null;
            if (size is not null && JvmSizes.TryParseSize(size, Release, out ulong bytes) && bytes >= (ulong)limit)
                return true;
        }
        return false;
    }

    /// <summary>Cuts <c>-Xmx512Mi</c> into its name with the equals sign, if any, the number and the unit's letter; null for anything else.</summary>
    internal static (string Name, string Number, char Unit)? SizeWithUnit(string option)
    {
        if (JvmSizes.NameOf(option) is not { Length: var start })
            return null;
        var cursor = new TextCursor(option);
        cursor.Take(option.AsSpan(0, start));
        if (cursor.TakeDigits() == 0)
            return null;
        int end = cursor.At;
        if (!cursor.TakeOne("KMGTkmgt") || !cursor.TakeOne("iI"))
            return null;
        cursor.TakeOne("bB");
        return cursor.IsAtLastEnd ? (option[..start], option[start..end], option[end]) : null;
    }
}
