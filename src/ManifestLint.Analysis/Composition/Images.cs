using System.Collections.Immutable;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>
/// Other names, tags and digests for images: of every list called <c>containers</c> or <c>initContainers</c>, wherever it stands, and of the
/// fields of the configuration. Source: kustomize v5.7 api/filters/imagetag, api/internal/image.
/// </summary>
internal sealed class Images
{
    private static readonly string[] s_lists = ["containers", "initContainers"];

    // Whether parts of documents may hold such a list: each entry asks of each.
    private readonly Dictionary<YamlNode, bool> _mayHold = new(ReferenceEqualityComparer.Instance);

    /// <summary>Carries out one entry of <c>images</c>.</summary>
    public void Apply(ResourceSet set, Directives image, ImmutableArray<FieldSpec> fields)
    {
        var change = new ImageChange(image);
        foreach (var resource in set.All)
        {
            change.IsUsed = false;
            if (resource.Kind != "CustomResourceDefinition")
                Walk(resource.Root, change);
            var gvk = resource.Gvk;
            foreach (var field in fields)
                field.Visit(resource.Root, gvk, change.Apply, Creation.Nothing, image.Place);
            if (change.IsUsed)
                resource.Hands.Add(image.Place);
        }
    }

    private void Walk(Tree node, ImageChange change)
    {
        if (node.Untouched is { } read && !MayHold(read))
            return;
        if (node.IsSequence)
        {
            foreach (var item in node.Items)
                Walk(item, change);
        }
        if (!node.IsMapping)
            return;
        foreach (var branch in node.Branches)
        {
            Walk(branch.Value, change);
            if (branch.Name is not ("containers" or "initContainers") || !branch.Value.IsSequence)
                continue;
            foreach (var container in branch.Value.Items)
            {
                if (container["image"] is { IsNull: false } value)
                    change.Apply(value);
            }
        }
    }

    private bool MayHold(YamlNode node)
    {
        if (node is YamlScalar)
            return false;
        if (_mayHold.TryGetValue(node, out bool known))
            return known;
        return _mayHold[node] = node switch
        {
            YamlMapping { IsKnownUnique: true } mapping => mapping.MayHoldKey(s_lists),
            YamlSequence { IsKnownUnique: true } sequence => sequence.MayHoldKey(s_lists),
            YamlMapping mapping => mapping.Entries.Any(e => e.IsMerge || s_lists.Contains(e.Name) || MayHold(e.Value.Target)),
            YamlSequence sequence => sequence.Items.Any(i => MayHold(i.Target)),
            _ => false,
        };
    }
}

/// <summary>One entry of <c>images</c>.</summary>
internal sealed class ImageChange
{
    private readonly string _newName,
        _newTag,
        _digest,
        _suffix;
    private readonly Location _place;
    private readonly Func<string, bool> _isMeant;

    public ImageChange(Directives image)
    {
        (_newName, _newTag, _digest, _suffix) = (
            image.Text("newName"),
            image.Text("newTag"),
            image.Text("digest"),
            image.Text("tagSuffix")
        );
        // What decides most about what runs.
        _place = (image.Scalar("newTag") ?? image.Scalar("digest") ?? image.Scalar("newName") ?? image.Scalar("tagSuffix"))?.Location
            ?? image.Place;
        _isMeant = Pattern(image.Scalar("name"));
    }

    /// <summary>True once an image was meant.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Changes an image that is meant.</summary>
    public void Apply(Tree node)
    {
        if (node.Scalar is not { } scalar)
            throw new RefusalException(node.Place, RefusalKind.ImageNotSingleValue);
        string image = scalar.Value;
        if (!_isMeant(image))
            return;
        IsUsed = true;
        var (name, tag, digest) = Split(image);
        if (_newName.Length > 0)
            name = _newName;
        if (_newTag.Length > 0 || _digest.Length > 0)
            (tag, digest) = (_newTag, _digest);
        else if (_suffix.Length > 0)
            (tag, digest) = (tag + _suffix, "");
        if (tag.Length > 0)
            name += ":" + tag;
        if (digest.Length > 0)
            name += "@" + digest;
        if (name != image)
            node.Rewrite(name, _place);
    }

    // The name is a pattern to kustomize, but nearly always just a name.
    private static Func<string, bool> Pattern(YamlScalar? name)
    {
        if (name is null)
            return static image => IsRest(image);
        string text = name.Value;
        if (text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or ':' or '@'))
            return image => image.Length >= text.Length && Selector.StartsLike(image, text) && IsRest(image.AsSpan(text.Length));
        var regex = Selector.Compile($"^{text}(:[a-zA-Z0-9_.{{}}-]*)?(@sha256:[a-zA-Z0-9_.{{}}-]*)?$", name);
        return regex.IsMatch;
    }

    private static bool IsRest(ReadOnlySpan<char> rest)
    {
        const string Digest = "@sha256:";
        int at = rest.IndexOf(Digest, StringComparison.Ordinal);
        var tag = at < 0 ? rest : rest[..at];
        return (tag.IsEmpty || (tag[0] == ':' && IsWord(tag[1..]))) && (at < 0 || IsWord(rest[(at + Digest.Length)..]));
    }

    private static bool IsWord(ReadOnlySpan<char> word)
    {
        foreach (char c in word)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '{' or '}' or '-'))
                return false;
        }
        return true;
    }

    private static (string Name, string Tag, string Digest) Split(string image)
    {
        int slash = Math.Max(0, image.IndexOf('/', StringComparison.Ordinal));
        int at = image.IndexOf('@', slash),
            colon = image.IndexOf(':', slash);
        if (at < 0 && colon < 0)
            return (image, "", "");
        if (at >= 0 && (colon < 0 || at < colon))
            return (image[..at], "", image[(at + 1)..]);
        return at >= 0 ? (image[..colon], image[(colon + 1)..at], image[(at + 1)..]) : (image[..colon], image[(colon + 1)..], "");
    }
}
