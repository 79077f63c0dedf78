using ManifestLint.Scanning;

namespace ManifestLint.Manifests;

/// <summary>Who reads an object first.</summary>
public enum ManifestUse
{
    /// <summary>kubectl, as far as is known: what is written is what the API server gets.</summary>
    Applied,

    /// <summary>kustomize: a kustomization of the scan takes its file in.</summary>
    Kustomized,

    /// <summary>A generator of manifests, which reads it into types of its own and writes every text in quotes.</summary>
    Generated,
}

/// <summary>Tells from where a file stands who reads it.</summary>
public static class ManifestUses
{
    // Source: Quarkus 3.40, guide "Kubernetes extension", "Using existing resources", and issue 22290 (common); read with the fabric8 client's typed
    // model, in which Jackson makes a text of a number or a boolean.
    private const string QuarkusFolder = "src/main/kubernetes";
    private static readonly string[] s_quarkusNames = ["kubernetes", "openshift", "knative", "minikube", "kind", "common"];

    // Source: Eclipse JKube 1.18, "Resource fragments" (jkube.resourceDir), and its forerunner fabric8-maven-plugin 4.4; the same model.
    private static readonly string[] s_fragmentFolders = ["src/main/jkube/", "src/main/fabric8/"];

    /// <summary>Whether a generator of manifests takes a file for its input.</summary>
    /// <param name="fullPath">Its full path with forward slashes.</param>
    public static bool IsOfGenerator(string fullPath)
    {
        if (s_fragmentFolders.Any(f => fullPath.Contains("/" + f, StringComparison.Ordinal)))
            return true;
        string folder = PathText.FolderOf(fullPath),
            name = PathText.NameOf(fullPath);
        return folder.EndsWith("/" + QuarkusFolder, StringComparison.Ordinal)
            && name.IndexOf('.') is var dot and > 0
            && s_quarkusNames.Contains(name[..dot]);
    }
}
