using System.Collections.Frozen;
using ManifestLint.Scanning;

namespace ManifestLint.Images;

/// <summary>An image reference. What its words say is known to this room alone: others ask what is <see cref="Known"/> of it.</summary>
public sealed class ContainerImage
{
    // Registries in which projects and their vendors publish; every other one holds copies.
    private static readonly FrozenSet<string> PublicRegistries = FrozenSet.Create(
        StringComparer.Ordinal,
        "",
        "docker.io",
        "index.docker.io",
        "registry-1.docker.io",
        "registry.hub.docker.com",
        "quay.io",
        "ghcr.io",
        "gcr.io",
        "k8s.gcr.io",
        "registry.k8s.io",
        "public.ecr.aws",
        "mirror.gcr.io",
        "docker.n8n.io",
        "mcr.microsoft.com",
        "docker.elastic.co",
        "container-registry.oracle.com",
        "registry.redhat.io",
        "registry.access.redhat.com",
        "registry.connect.redhat.com",
        "icr.io",
        "cgr.dev",
        "registry.suse.com"
    );

    // Packagers whose images have start scripts of their own, by the first component of the path.
    private static readonly FrozenSet<string> Packagers = FrozenSet.Create(
        StringComparer.Ordinal,
        "bitnami",
        "bitnamilegacy",
        "bitnamisecure",
        "bitnamipremium",
        "rhel7",
        "rhel8",
        "rhel9",
        "rhel10",
        "rhscl",
        "ubi7",
        "ubi8",
        "ubi9",
        "ubi10",
        "sclorg",
        "centos",
        "centos7",
        "chainguard",
        "ubuntu",
        "rancher",
        "rapidfort",
        "ironbank",
        "linuxserver",
        "openshift",
        "suse"
    );

    private readonly Lazy<ImageMatch?> _known;

    private ContainerImage(string registry, string repository, string tag)
    {
        (Registry, Repository, Tag) = (registry, repository, tag);
        _known = new(() => KnownImages.Find(this), LazyThreadSafetyMode.None);
    }

    /// <summary>What is known of it; null if nothing is.</summary>
    internal ImageMatch? Known => _known.Value;

    /// <summary>The registry in lower case, empty if none is written.</summary>
    internal string Registry { get; }

    /// <summary>Path without registry, tag and digest, in lower case: <c>bitnami/kafka</c>.</summary>
    internal string Repository { get; }

    /// <summary>The tag in lower case, empty if none is written.</summary>
    internal string Tag { get; }

    /// <summary>The last component of the path: <c>kafka</c>.</summary>
    internal string Name => PathText.NameOf(Repository);

    /// <summary>True if it stands where projects publish under their own names; a mirror or a company's registry may hold anything.</summary>
    internal bool IsInPublicRegistry => PublicRegistries.Contains(Registry);

    /// <summary>True if it stands on Docker Hub, or in a public cache of it.</summary>
    internal bool IsOnDockerHub =>
        Registry is "" or "docker.io" or "index.docker.io" or "registry-1.docker.io" or "registry.hub.docker.com" or "mirror.gcr.io";

    /// <summary>True if somebody else than the project has packaged it, as a folder of the path says.</summary>
    internal bool IsRepackaged
    {
        get
        {
            foreach (var part in Repository.AsSpan().Split('/'))
            {
                if (part.End.Value < Repository.Length && Packagers.Contains(Repository[part]))
                    return true;
            }
            return Registry == "cgr.dev";
        }
    }

    /// <summary>True if a word of its folders, its name or its tag says this of it.</summary>
    /// <param name="what">What the words of <c>image-words.txt</c> say.</param>
    internal bool Says(string what) => ImageWords.Say(Registry, what) || ImageWords.Say(Repository, what) || ImageWords.Say(Tag, what);

    /// <summary>True if its name says that there is no such image, so that no process ever starts.</summary>
    internal bool IsNone => ImageWords.IsNone(Name);

    /// <summary>The numbers that its tag begins with, joined by points; null if there are none.</summary>
    internal string? TagNumbers => KnownImages.Numbers(Tag);

    /// <summary>Takes an image reference apart; never fails, an empty text gives an empty name.</summary>
    public static ContainerImage Parse(string reference)
    {
        string text = reference.Trim().ToLowerInvariant();
        int digest = text.IndexOf('@');
        if (digest >= 0)
            text = text[..digest];
        int slash = text.LastIndexOf('/'),
            colon = text.LastIndexOf(':');
        string tag = colon > slash ? text[(colon + 1)..] : "";
        if (colon > slash)
            text = text[..colon];
        int first = text.IndexOf('/');
        bool hasRegistry = first > 0 && (text[..first].AsSpan().IndexOfAny('.', ':') >= 0 || text[..first] == "localhost");
        string registry = hasRegistry ? text[..first] : "",
            path = hasRegistry ? text[(first + 1)..] : text;
        // Amazon's cache of Docker Hub.
        if (registry == "public.ecr.aws" && path.StartsWith("docker/", StringComparison.Ordinal))
            (registry, path) = ("docker.io", path["docker/".Length..]);
        return new ContainerImage(registry, path, tag);
    }

    /// <summary>True if registry and path are what a glob of a configuration stands for.</summary>
    public bool IsNamed(string glob) =>
        MatchesGlob(Registry.Length > 0 ? $"{Registry}/{Repository}" : Repository, glob.Trim().ToLowerInvariant());

    private static bool MatchesGlob(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        int star = pattern.IndexOf('*');
        if (star < 0)
            return text.SequenceEqual(pattern);
        if (!text.StartsWith(pattern[..star]))
            return false;
        for (int from = star; from <= text.Length; from++)
        {
            if (MatchesGlob(text[from..], pattern[(star + 1)..]))
                return true;
            if (from < text.Length && text[from] == '/')
                return false;
        }
        return false;
    }
}
