namespace ManifestLint.Oracles.Actions;

/// <summary>A fact about the scripts of the action, which are bash and call these programs.</summary>
/// <param name="more">Programs that the test asks beside them.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ActionFactAttribute(params string[] more)
    : OracleFactAttribute(["bash", "curl", "gzip", "python3", "sed", "tar", .. more]);

/// <summary>A theory about the scripts of the action.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ActionTheoryAttribute() : OracleTheoryAttribute("bash", "curl", "gzip", "python3", "sed", "tar");
