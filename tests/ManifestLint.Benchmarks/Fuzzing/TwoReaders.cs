using ManifestLint.Yaml;

namespace ManifestLint.Benchmarks.Fuzzing;

/// <summary>Whether the reader of plain YAML and the one that knows all of it come to the same: nodes, places, texts, styles, comments, names.</summary>
internal static class TwoReaders
{
    /// <summary>Reads every document of a text in both ways.</summary>
    /// <param name="text">The text.</param>
    /// <param name="plain">How many documents were plain.</param>
    /// <param name="characters">How long they were.</param>
    /// <returns>The first difference; null for none.</returns>
    public static string? Difference(string text, out int plain, out int characters)
    {
        (plain, characters) = (0, 0);
        var source = new SourceText("a.yaml", text);
        int index = 0;
        foreach (var span in YamlDocuments.Cut(source))
        {
            bool isJson = YamlDocuments.IsJson(source.Text, span);
            var fast = YamlReader.ReadDocument(source, span, index, isJson, YamlReader.MaxLength);
            if (fast.Root is { IsPlain: true })
            {
                plain++;
                characters += span.Length;
                var full = YamlReader.ReadDocument(source, span, index, isJson, YamlReader.MaxLength, usesPlain: false);
                // As a large document is read, too.
                var folded = YamlReader.ReadDocument(source, span, index, isJson, YamlReader.MaxLength, leastFolded: 0);
                if ((Of(fast, full) ?? Of(folded, full) ?? OfForgotten(folded, full)) is { } difference)
                    return $"document {index}: {difference}";
            }
            index++;
        }
        return null;
    }

    private static string? Of(YamlDocument fast, YamlDocument full)
    {
        if (full.Error is { } error)
            return $"an error: {error.Message} at {error.Location.Span}";
        if (fast.Span != full.Span)
            return $"the document is {fast.Span} and {full.Span}";
        if (!fast.Comments.AsSpan().SequenceEqual(full.Comments.AsSpan()))
            return $"comments: {string.Join(", ", fast.Comments)} and {string.Join(", ", full.Comments)}";
        if (full.Root is null)
            return "the document is empty";
        return OfUnmade(fast.Root!, full.Root) ?? Of(fast.Root!, full.Root);
    }

    // Items that are let go of are read again, and are the same then.
    private static string? OfForgotten(YamlDocument folded, YamlDocument full)
    {
        var lists = (folded.Root as YamlMapping)?.Entries.Select(e => e.Value).OfType<YamlSequence>() ?? [];
        foreach (var item in lists.SelectMany(l => l.Items).OfType<YamlMapping>())
        {
            var first = item.Entries is [var entry, ..] ? entry.Value : item;
            item.Forget();
            if (!(item.Entries is [var again, ..] ? again.Value : item).IsSame(first))
                return $"{item.Location.Span}: what is read again is not the same";
        }
        return Of(folded.Root!, full.Root!);
    }

    // What is told of records before a node is made of any: which keys there are, and that all texts pass a test.
    private static string? OfUnmade(YamlNode fast, YamlNode full)
    {
        if (fast is not YamlMapping { IsKnownUnique: true } mapping)
            return null;
        var (keys, texts) = (new HashSet<string>(StringComparer.Ordinal), new List<(YamlScalar Text, bool IsItem)>());
        Gather(full, false);
        if (keys.FirstOrDefault(k => !mapping.MayHoldKey("none", k)) is { } missed)
            return $"the key `{missed}` is not seen";
        if (!keys.Contains("none") && mapping.MayHoldKey("none"))
            return "a key is seen that is not there";
        foreach (bool isOfItems in (bool[])[false, true])
        {
            bool isKnown = mapping.IsKnownToPass(
                (written, style, isItem) => style != YamlScalarStyle.Plain || isItem != isOfItems || !YamlType.IsNull(written)
            );
            if (isKnown == texts.Exists(t => t.IsItem == isOfItems && t.Text.IsNull))
                return $"nulls {(isOfItems ? "in lists" : "outside of lists")} are told otherwise";
        }
        return null;

        void Gather(YamlNode node, bool isItem)
        {
            if (node is YamlScalar scalar)
                texts.Add((scalar, isItem));
            foreach (var entry in (node as YamlMapping)?.Entries ?? [])
            {
                keys.Add(((YamlScalar)entry.Key).Value);
                Gather(entry.Key, false);
                Gather(entry.Value, false);
            }
            foreach (var item in (node as YamlSequence)?.Items ?? [])
                Gather(item, true);
        }
    }

    private static string? Of(YamlNode fast, YamlNode full)
    {
        if (fast.GetType() != full.GetType() || fast.Anchor != full.Anchor || fast.Tag != full.Tag)
            return $"{fast} {fast.Location.Span} is {full} {full.Location.Span}";
        if (fast.Location != full.Location)
            return $"{fast} {fast.Location.Span} stands at {full.Location.Span}";
        switch (fast)
        {
            case YamlScalar scalar:
                var text = (YamlScalar)full;
                return scalar.Value == text.Value && scalar.Style == text.Style
                    ? null
                    : $"{fast.Location.Span}: {scalar.Style} `{scalar.Value}` is {text.Style} `{text.Value}`";
            case YamlMapping mapping:
                return Of(mapping, (YamlMapping)full);
            case YamlSequence sequence:
                var list = (YamlSequence)full;
                if (sequence.IsFlow != list.IsFlow || sequence.Items.Length != list.Items.Length)
                    return $"{fast.Location.Span}: {sequence.Items.Length} items are {list.Items.Length}";
                for (int i = 0; i < list.Items.Length; i++)
                {
                    if (Of(sequence.Items[i], list.Items[i]) is { } difference)
                        return difference;
                }
                return null;
            default:
                return $"{fast} is nothing that plain YAML has";
        }
    }

    private static string? Of(YamlMapping fast, YamlMapping full)
    {
        // What is looked up before anything is made of the records.
        string? last = full.Entries is [.., var entry] ? entry.Name : null;
        if (last is not null && fast.Find(last)?.Value.Location != full.Find(last)?.Value.Location)
            return $"{fast.Location.Span}: `{last}` is found elsewhere";
        if ((fast.Find("none") is null) != (full.Find("none") is null))
            return $"{fast.Location.Span}: a key is found that is not there";
        if (fast.IsFlow != full.IsFlow || fast.Entries.Length != full.Entries.Length)
            return $"{fast.Location.Span}: {fast.Entries.Length} entries are {full.Entries.Length}";
        if (fast.IsKnownUnique && full.Entries.DistinctBy(e => e.Name, StringComparer.Ordinal).Count() < full.Entries.Length)
            return $"{fast.Location.Span}: a name stands twice";
        for (int i = 0; i < full.Entries.Length; i++)
        {
            var (one, other) = (fast.Entries[i], full.Entries[i]);
            if ((one.Name, one.IsMerge) != (other.Name, other.IsMerge))
                return $"{one.Key.Location.Span}: `{one.Name}` is `{other.Name}`";
            if ((Of(one.Key, other.Key) ?? Of(one.Value, other.Value)) is { } difference)
                return difference;
        }
        return null;
    }
}
