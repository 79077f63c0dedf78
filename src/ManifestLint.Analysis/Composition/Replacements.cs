using System.Text.RegularExpressions;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>Copies values between objects. Source: kustomize v5.7 api/filters/replacement, kyaml/yaml/match.go.</summary>
internal static class Replacements
{
    private const string DefaultField = "metadata.name";

    /// <summary>Carries out one replacement.</summary>
    /// <exception cref="RefusalException">A source or a field is not there, or it cannot be told which is meant.</exception>
    public static void Apply(Accumulated to, Directives replacement)
    {
        var source = replacement.Mapping("source");
        var constant = replacement.Scalar("sourceValue");
        if ((source is null && constant is null) || replacement.Node("targets") is null)
            throw new RefusalException(replacement.Place, RefusalKind.ReplacementWithoutSourceOrTargets);
        if (source is not null && constant is not null)
            throw new RefusalException(replacement.Place, RefusalKind.ReplacementSourceOrValue);
        var value = constant is not null
            ? new CarriedValue(Tree.Text(constant.Value, constant.Location), isSecret: false)
            : ValueOf(to, source!);
        if (value is null)
            return;
        var from = source is null ? null : new ReplacedValue(value.Place, replacement.Place, NameOf(source));
        foreach (var target in replacement.Mappings("targets"))
            Apply(to, value, target, replacement.Place, from);
    }

    private static string NameOf(Directives source)
    {
        var names = new[] { source.Text("kind"), source.Text("name") }.Where(t => t is { Length: > 0 });
        return $"{string.Join(' ', names)}, {PathOf(source)}";
    }

    private static string PathOf(Directives source) => source.Text("fieldPath") is { Length: > 0 } path ? path : DefaultField;

    // Where a part of a text starts that was cut by a delimiter.
    private static int StartOf(string[] parts, int index, string delimiter) => parts.Take(index).Sum(p => p.Length + delimiter.Length);

    // Null where the source may be in what could not be had.
    private static CarriedValue? ValueOf(Accumulated from, Directives source)
    {
        var asked = IdOf(source);
        CompositionEffort.Spend(30 * from.Set.All.Count);
        var found = from.Set.All.Where(r => IdsOf(r).Any(id => id.IsSelectedBy(asked))).Take(2).ToList();
        if (found.Count != 1)
        {
            if (found.Count == 0 && from.Missing is not null)
                return null;
            throw new RefusalException(
                source.Place,
                found.Count == 0 ? RefusalKind.NoObjectToReplaceFrom : RefusalKind.SeveralObjectsToReplaceFrom,
                asked.ToString()
            );
        }
        string path = PathOf(source);
        var value = found[0].Root;
        var steps = PathParts.SplitPoints(path);
        foreach (string step in steps)
        {
            if (value is null || Child(value, step) is not { } next)
            {
                value = null;
                break;
            }
            value = next;
        }
        if (value is null || value.IsNullOrEmpty)
        {
            return found[0].Gap is not null
                ? null
                : throw new RefusalException(source.PlaceOf("fieldPath"), RefusalKind.NoFieldToReplaceFrom, path);
        }
        var options = source.Mapping("options");
        if (options?.Text("delimiter") is not { Length: > 0 } delimiter)
            return CarriedValue.Of(found[0].Kind, steps, value.Copy());
        if (value.Scalar is not { } scalar)
            throw new RefusalException(options.Place, RefusalKind.DelimiterOfNoSingleValue);
        var parts = scalar.Value.Split(delimiter);
        int index = options.Number("index");
        if (index < 0 || index >= parts.Length)
            throw new RefusalException(options.Place, RefusalKind.NoSuchPart, path, $"{index}");
        var part = new Tree(scalar);
        part.Rewrite(parts[index], scalar.Location, new YamlPiece(0, parts[index].Length, scalar, StartOf(parts, index, delimiter)));
        return CarriedValue.Of(found[0].Kind, steps, part);
    }

    private static Tree? Child(Tree node, string part)
    {
        if (node.IsSequence)
        {
            if (int.TryParse(part, out int index))
                return index >= 0 && index < node.Items.Count ? node.Items[index] : null;
            if (part == "-")
                return node.Items is [.., var last] ? last : null;
            return ConditionOf(part) is { } condition
                ? node.Items.Find(item =>
                    condition.Key.Length == 0 ? item.Value == condition.Value : item[condition.Key]?.Value == condition.Value
                )
                : null;
        }
        return node[part];
    }

    private static (string Key, string Value)? ConditionOf(string part)
    {
        if (!part.StartsWith('[') || !part.EndsWith(']'))
            return null;
        int equals = part.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? null : (part[1..equals], part[(equals + 1)..^1]);
    }

    private static void Apply(Accumulated to, CarriedValue value, Directives target, Location entry, ReplacedValue? from)
    {
        if (target.Mapping("select") is not { } select)
            throw new RefusalException(target.Place, RefusalKind.TargetWithoutSelect);
        var asked = IdOf(select);
        var rejects = target.Mappings("reject").Select(r => (Id: IdOf(r), Marks: Marks.Of(r))).ToList();
        var marks = Marks.Of(select);
        var paths = target.Texts("fieldPaths").ToList();
        var options = target.Mapping("options");
        CompositionEffort.Spend(30 * to.Set.All.Count);
        foreach (var resource in to.Set.All)
        {
            var ids = IdsOf(resource).ToList();
            if (!marks.Match(resource) || !ids.Exists(id => id.IsSelectedBy(asked)))
                continue;
            if (
                rejects.Exists(r =>
                    (!r.Marks.IsEmpty && r.Marks.Match(resource)) || (!IsEmpty(r.Id) && ids.Exists(id => id.IsSelectedBy(r.Id)))
                )
            )
                continue;
            resource.Hands.Add(entry);
            if (from is not null)
                resource.Replaced.Add(from);
            if (paths.Count == 0)
                Copy(resource, value, DefaultField, target.Place, options);
            foreach (var path in paths)
                Copy(resource, value, path.Value, path.Location, options);
        }
        to.Set.Renamed();
    }

    private static void Copy(Resource resource, CarriedValue carried, string path, Location place, Directives? options)
    {
        var steps = PathParts.SplitPoints(path);
        var value = carried.For(resource.Kind, steps);
        bool creates = options?.Flag("create") == true;
        var fields = new List<Tree>();
        Find(resource.Root, steps, 0, creates ? value : null, place, fields);
        if (fields.Count == 0)
        {
            if (resource.Gap is not null)
                return;
            throw new RefusalException(place, RefusalKind.NoFieldToReplace, resource.Id.ToString(), path);
        }
        foreach (var field in fields)
            Set(field, value, options, place);
    }

    private static void Set(Tree field, Tree value, Directives? options, Location place)
    {
        if (options?.Text("delimiter") is { Length: > 0 } delimiter)
        {
            if (field.Scalar is not { } old || value.Scalar is not { } part)
                throw new RefusalException(place, RefusalKind.DelimiterOfNoSingleValue);
            SetPart(field, old, part, delimiter, options.Number("index"));
        }
        // A single value stays of the sort that it is.
        else if (field.Scalar is not null && value.Scalar is { } whole)
            field.Rewrite(whole.Value, whole.Location, new YamlPiece(0, whole.Value.Length, whole, 0));
        else
            field.Become(value.Copy());
    }

    // What stays beside the part is still written where it was.
    private static void SetPart(Tree field, YamlScalar old, YamlScalar part, string delimiter, int index)
    {
        var parts = old.Value.Split(delimiter);
        int from = 0,
            to = 0;
        if (index >= parts.Length)
            from = to = old.Value.Length;
        else if (index >= 0)
        {
            from = StartOf(parts, index, delimiter);
            to = from + parts[index].Length;
        }
        string before = old.Value[..from] + (index >= parts.Length ? delimiter : ""),
            rest = old.Value[to..],
            text = before + part.Value + (index < 0 ? delimiter : "") + rest;
        field.Rewrite(
            text,
            text.Length == part.Value.Length ? part.Location : old.Location,
            new YamlPiece(0, from, old, 0),
            new YamlPiece(before.Length, part.Value.Length, part, 0),
            new YamlPiece(text.Length - rest.Length, rest.Length, old, to)
        );
    }

    // All fields that a path leads to; what is missing is made where a value to make it for is given.
    private static void Find(Tree node, List<string> path, int step, Tree? made, Location place, List<Tree> found)
    {
        if (step == path.Count)
        {
            found.Add(node);
            return;
        }
        string part = path[step];
        if (part.Length > 0 && part.All(char.IsAsciiDigit) && node.IsSequence)
        {
            int index = int.TryParse(part, out int number) ? number : int.MaxValue;
            if (index == node.Items.Count && made is not null)
                node.Items.Add(New(path, step, made, place));
            if (index >= node.Items.Count)
                throw new RefusalException(place, RefusalKind.NoSuchItem, $"{node.Items.Count}", part);
            Find(node.Items[index], path, step + 1, made, place, found);
            return;
        }
        if (ConditionOf(part) is { } condition)
        {
            FindItems(node, path, step, condition, made, place, found);
            return;
        }
        if (part == "*")
        {
            foreach (var item in node.IsSequence ? node.Items : [])
                Find(item, path, step + 1, made, place, found);
            return;
        }
        if (!node.IsMapping)
        {
            if (node.IsNull)
                return;
            throw new RefusalException(place, RefusalKind.KeyOfNoMapping, part);
        }
        var field = node[part];
        if (field is null)
        {
            if (made is null)
                return;
            field = New(path, step, made, place);
            node.Set(part, field);
        }
        Find(field, path, step + 1, made, place, found);
    }

    private static void FindItems(
        Tree node,
        List<string> path,
        int step,
        (string Key, string Value) condition,
        Tree? made,
        Location place,
        List<Tree> found
    )
    {
        if (!node.IsSequence)
            throw new RefusalException(place, RefusalKind.ItemOfNoList, path[step]);
        var pattern = Pattern(condition.Value, place);
        int before = found.Count;
        foreach (var item in node.Items)
        {
            if (condition.Key.Length == 0)
            {
                if (pattern.IsMatch(item.Value))
                    found.Add(item);
            }
            else if (item[condition.Key] is { } field && pattern.IsMatch(field.Value))
            {
                Find(item, path, step + 1, made, place, found);
            }
        }
        if (found.Count > before || made is null)
            return;
        var text = Tree.Text(condition.Value, place);
        var added = text;
        if (condition.Key.Length > 0)
        {
            added = Tree.Mapping(place);
            added.Set(condition.Key, text);
        }
        node.Items.Add(added);
        if (condition.Key.Length == 0)
            found.Add(added);
        else
            Find(added, path, step + 1, made, place, found);
    }

    private static Regex Pattern(string text, Location place) => Selector.Compile(text, new YamlScalar(place, text, YamlScalarStyle.Plain));

    // The form that the next part of the path needs.
    private static Tree New(List<string> path, int step, Tree made, Location place)
    {
        if (step + 1 == path.Count)
        {
            return made.IsMapping ? Tree.Mapping(place)
                : made.IsSequence ? Tree.Sequence(place)
                : Tree.Text("", place);
        }
        string next = path[step + 1];
        bool isItem = next == "*" || next == "-" || ConditionOf(next) is not null || next.All(char.IsAsciiDigit);
        return isItem ? Tree.Sequence(place) : Tree.Mapping(place);
    }

    private static IEnumerable<ResourceId> IdsOf(Resource resource) => resource.FormerIds.Prepend(resource.Id with { IsFormer = true });

    private static ResourceId IdOf(Directives given) =>
        new(
            new Gvk(given.Text("group"), given.Text("version"), given.Text("kind")),
            given.Text("name"),
            given.Text("namespace"),
            IsFormer: true
        );

    private static bool IsEmpty(ResourceId id) => id.Name.Length == 0 && id.Namespace.Length == 0 && id.Gvk == new Gvk("", "", "");

    private sealed record Marks(LabelSelector Labels, LabelSelector Annotations)
    {
        public bool IsEmpty => Labels.IsEmpty && Annotations.IsEmpty;

        public static Marks Of(Directives given) =>
            new(LabelSelector.Parse(given.Scalar("labelSelector")), LabelSelector.Parse(given.Scalar("annotationSelector")));

        public bool Match(Resource resource) =>
            (Labels.IsEmpty || Labels.Matches(resource.Texts("labels")))
            && (Annotations.IsEmpty || Annotations.Matches(resource.Texts("annotations")));
    }
}
