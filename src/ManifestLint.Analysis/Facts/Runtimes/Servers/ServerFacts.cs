using System.Collections.Immutable;

namespace ManifestLint.Facts.Runtimes.Servers;

/// <summary>A setting of a server as its author wrote it.</summary>
/// <param name="Name">Its name in the server's manual: <c>maxmemory</c>, <c>shared_buffers</c>.</param>
/// <param name="Written">The whole of it for messages: <c>maxmemory 900mb</c>, <c>-m 1024</c>.</param>
/// <param name="Value">The value alone, with its origin.</param>
/// <param name="From">Where it was written.</param>
public sealed record ServerSetting(string Name, string Written, Word Value, TextOrigin From);

/// <summary>How much of a memory limit a setting may take (runtime-memory.md §13), and what the rest is for.</summary>
/// <param name="WarnAbove">Percent of the limit; exactly this much is fine.</param>
/// <param name="ErrorFrom">Percent of the limit from which it is an error, itself included; null: never.</param>
/// <param name="Beside">What must fit beside it, continuing "is left for …".</param>
/// <param name="Consequence">What follows from <paramref name="ErrorFrom"/> on, continuing "so …".</param>
public sealed record ServerBudget(int WarnAbove, int? ErrorFrom, string Beside, string Consequence);

/// <summary>Memory that a server's own settings permit it.</summary>
/// <param name="What">The subject of a sentence: <c>Redis maxmemory 900mb (900 MiB)</c>.</param>
/// <param name="Bytes">The amount, at most 2⁶³ − 1.</param>
/// <param name="Setting">What decides it; null for the server's default, which is worth no more than a warning, and that from
/// where a written one would be an error.</param>
/// <param name="Budget">Its share of the limit.</param>
public sealed record ServerSize(string What, long Bytes, ServerSetting? Setting, ServerBudget Budget)
{
    /// <summary>What the server writes after a number of MiB in place of the setting's value (<c>mb</c>, or nothing); null where a smaller
    /// value cannot be written.</summary>
    public string? MebiSuffix { get; init; }

    /// <summary>How it was added up from several settings: <c>shared_buffers + max_connections × work_mem = 134217728 + 100 × 4194304</c>; null where it is
    /// one setting's value.</summary>
    public string? Sum { get; init; }

    /// <summary>Its share of the limit in percent, where the setting itself says it; null: it is computed.</summary>
    public string? Percent { get; init; }

    /// <summary>True if the value is a bare number of GiB, which may have a fraction.</summary>
    public bool IsInGibibytes { get; init; }
}

/// <summary>A value that the server takes for something else than it says.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Reading">What is made of it, continuing "… is read as": <c>1 MiB: memcached counts MiB and reads digits alone</c>.</param>
public sealed record ServerMisread(ServerSetting Setting, string Reading)
{
    /// <summary>The value that its author surely meant, in the server's own form; null if that is not sure.</summary>
    public string? Meant { get; init; }
}

/// <summary>Memory that nothing bounds.</summary>
/// <param name="Message">A sentence without the limit: <c>nothing sets maxmemory of Redis, so it keeps every key</c>.</param>
/// <param name="IsFromNode">True if it is sized by the memory the server sees, so that it matters only where there is no limit.</param>
public sealed record ServerUnbounded(string Message, bool IsFromNode)
{
    /// <summary>The setting that says so; null where none is written.</summary>
    public ServerSetting? Setting { get; init; }
}

/// <summary>Why a server does not start.</summary>
/// <param name="Code">For <c>inspect</c>, in a few words: <c>invalid-maxmemory</c>.</param>
/// <param name="Reason">For people, continuing "does not start with …:".</param>
/// <param name="Setting">The setting at fault.</param>
/// <param name="ExitCode">The exit code.</param>
public sealed record ServerFailure(string Code, string Reason, ServerSetting Setting, int ExitCode)
{
    /// <summary>As in <see cref="ServerMisread.Meant"/>.</summary>
    public string? Meant { get; init; }
}

/// <summary>What will follow from the memory settings of a container's server.</summary>
public sealed record ServerFacts
{
    /// <summary>The public name (contracts.md C3): <c>redis</c>, also for Valkey and KeyDB.</summary>
    public required string Name { get; init; }

    /// <summary>The product for people: <c>Valkey</c>.</summary>
    public required string Label { get; init; }

    /// <summary>The version as the image tag gives it; null if it gives none.</summary>
    public string? Version { get; init; }

    /// <summary>How sure the facts are.</summary>
    public required RuntimeCertainty Certainty { get; init; }

    /// <summary>What they rest on where <see cref="Certainty"/> is Assumed, continuing "…, if": <c>the image's start script passes its arguments on</c>.</summary>
    public string? Assumption { get; init; }

    /// <summary>True if the server accepts its memory settings; null if unknown.</summary>
    public bool? Starts { get; init; }

    /// <summary>Why it does not start; null unless <see cref="Starts"/> is false.</summary>
    public ServerFailure? Failure { get; init; }

    /// <summary>The amounts to compare with the limit, the most telling first; empty where none is known.</summary>
    public ImmutableArray<ServerSize> Sizes { get; init; } = [];

    /// <summary>Values that are taken for something else than they say.</summary>
    public ImmutableArray<ServerMisread> Misread { get; init; } = [];

    /// <summary>What nothing bounds; null where a bound is in force or cannot be known.</summary>
    public ServerUnbounded? Unbounded { get; init; }

    /// <summary>The fields of <c>inspect</c>, under the names of contracts.md C3.</summary>
    public ImmutableArray<RuntimeValue> Values { get; init; } = [];

    /// <summary>The setting that <c>inspect</c> names as the source; null where none is written.</summary>
    public ServerSetting? Source { get; init; }
}
