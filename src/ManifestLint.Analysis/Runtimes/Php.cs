using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.ConfigFiles;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes;

/// <summary>PHP and PHP-FPM: <c>memory_limit</c> and the children of a pool. Sources: php-src 8.4 main/main.c (OnChangeMemoryLimit),
/// sapi/cli/php_cli.c and sapi/fpm/fpm/fpm_main.c (options), sapi/fpm/fpm/fpm_conf.c (pools); runtime-memory.md §10.</summary>
public static class Php
{
    /// <summary>The limit that is built in: 128 MiB.</summary>
    public const long BuiltInLimit = 128L << 20;

    // What the allocator holds from the start (one chunk); a smaller limit is refused with a warning.
    private const long LeastLimit = 2L << 20;

    private const string Limit = "memory_limit";

    /// <summary>The facts of the container's PHP, or null if none is recognised.</summary>
    public static PhpFacts? Evaluate(PhpInput input)
    {
        var (processes, isWhole) = input.Plan.Processes;
        bool isPhpImage = input.Image?.Known is { Row.Program: "php" };
        var own = processes.Where(p => IsPhp(p) || (isPhpImage && p.EntrypointUnknown)).ToList();
        if (own.Count == 0)
            return null;
        var facts = own.Select(p => new PhpReader(p, input).Read()).Distinct(new SameFacts()).ToList();
        return facts is [var only] && isWhole
            ? only
            : new PhpFacts { Certainty = RuntimeCertainty.Unknown, Misread = [.. facts.SelectMany(f => f.Misread)] };
    }

    /// <summary>The limit that a value sets.</summary>
    /// <param name="text">The value.</param>
    /// <param name="before">The limit that stays where PHP refuses the value.</param>
    /// <returns>Bytes, null for none; what was read; false where PHP warns; true where it refuses.</returns>
    public static (long? Bytes, long Reads, bool IsWellFormed, bool IsRefused) Apply(string text, long? before)
    {
        ulong read = PhpQuantity.ParseUnsigned(text, out bool isWellFormed);
        long reads = (long)Math.Min(read, long.MaxValue);
        if (read < LeastLimit)
            return (before, reads, isWellFormed, true);
        return (read > long.MaxValue ? null : reads, reads, isWellFormed, false);
    }

    private static bool IsPhp(Process process) =>
        process.Arguments is [{ IsKnown: true } program, ..] && IsPhpName(PathText.NameOf(program.Text));

    private static readonly string[] Interfaces = ["-cgi", "-fpm", "-cli"];

    /// <summary>True for <c>php</c>, <c>php-fpm</c>, <c>php8.2</c>, <c>php-fpm8.2</c>, <c>php8.2-fpm</c> and the like.</summary>
    internal static bool IsPhpName(string name)
    {
        foreach (string end in Interfaces)
        {
            if (name.EndsWith(end, StringComparison.Ordinal))
            {
                name = name[..^end.Length];
                break;
            }
        }
        var cursor = new TextCursor(name);
        if (!cursor.Take("php"))
            return false;
        cursor.TakeAny(Interfaces);
        cursor.Take("-");
        if (cursor.TakeDigits() > 0 && cursor.Take(".") && cursor.TakeDigits() == 0)
            return false;
        return cursor.IsAtEnd;
    }

    private sealed class SameFacts : IEqualityComparer<PhpFacts>
    {
        public bool Equals(PhpFacts? x, PhpFacts? y) =>
            x!.MemoryLimitBytes == y!.MemoryLimitBytes
            && x.IsUnlimited == y.IsUnlimited
            && x.Certainty == y.Certainty
            && x.Pools.Length == y.Pools.Length;

        public int GetHashCode(PhpFacts obj) => HashCode.Combine(obj.MemoryLimitBytes, obj.IsUnlimited);
    }

    /// <summary>Reads one PHP process.</summary>
    private sealed class PhpReader(Process process, PhpInput input)
    {
        private readonly List<PhpMisread> _misread = [];
        private readonly bool _isNamed = IsPhp(process);
        private bool _hasUnknownOption;
        private bool _hasOpenFile;

        public PhpFacts Read()
        {
            // The entrypoint of the official images runs their program, and passes options on to it.
            bool isOfficial =
                input.Image?.Known is { IsOwn: true, Row: { Script: "library", Release: "tag" } }
                && (process.Arguments.IsEmpty || process.Arguments[0].Prefix.StartsWith('-'));
            var certainty = _isNamed || isOfficial ? RuntimeCertainty.Exact : RuntimeCertainty.Assumed;
            var setting = OfOptions();
            if (_hasUnknownOption)
                return new PhpFacts { Certainty = RuntimeCertainty.Unknown };
            bool readsFiles = setting is null;
            setting ??= OfFiles();
            if (setting is null && process.Variable("PHP_MEMORY_LIMIT") is { } variable)
            {
                (setting, certainty) = (
                    new RuntimeSetting("PHP_MEMORY_LIMIT", variable, new TextOrigin.Variable("PHP_MEMORY_LIMIT")),
                    RuntimeCertainty.Assumed
                );
            }
            var facts = new PhpFacts
            {
                Certainty = certainty,
                LimitSource = setting,
                NoScriptAt = NoScriptWord(),
            };
            // Without a file of its own the image may set anything.
            if (setting is null || !setting.Word.IsKnown)
                return WithPools(facts, setting is null ? null : 0, certainty) with { Misread = [.. _misread] };
            long? bytes = Limited(setting, BuiltInLimit);
            if (readsFiles && _hasOpenFile)
                return facts with { Certainty = RuntimeCertainty.Unknown };
            facts = bytes is { } some ? facts with { MemoryLimitBytes = some } : facts with { IsUnlimited = true };
            return WithPools(facts, bytes, certainty) with { Misread = [.. _misread] };
        }

        // The first word behind the program of the command line; an option may stand for a script too.
        private RuntimeSetting? NoScriptWord() =>
            _isNamed
            && process.UnsetName is null
            && !process.Arguments[0].Text.Contains("fpm", StringComparison.Ordinal)
            && process.Arguments is [_, { IsKnown: true } script, ..]
            && NoScript.IsIt(script.Text, IsPhpName)
                ? new("command", script, script.Origin ?? new TextOrigin.Argument("command"))
                : null;

        // The limit in bytes, null for none.
        private long? Limited(RuntimeSetting setting, long? before)
        {
            var (bytes, reads, isWellFormed, isRefused) = Apply(setting.Word.Text, before);
            if (!isWellFormed || isRefused)
                _misread.Add(new PhpMisread(setting, reads, isRefused));
            return bytes;
        }

        // -d memory_limit=512M, the last one.
        private RuntimeSetting? OfOptions()
        {
            RuntimeSetting? found = null;
            bool isFpm = _isNamed && process.Arguments[0].Text.Contains("fpm", StringComparison.Ordinal);
            var words = process.Arguments;
            for (int i = _isNamed ? 1 : 0; i < words.Length; i++)
            {
                var word = words[i];
                if (!word.IsKnown)
                {
                    _hasUnknownOption = true;
                    return null;
                }
                if (word.Text.Length < 2 || word.Text[0] != '-' || word.Text == "--")
                    break;
                var (definition, takesNext) = Option(word, i + 1 < words.Length ? words[i + 1] : null, isFpm);
                if (takesNext)
                    i++;
                if (definition is { IsKnown: false })
                    _hasUnknownOption = true;
                if (definition is { IsKnown: true } && Definition(definition) is { } setting)
                    found = setting;
            }
            return found;
        }

        // What -d defines, and whether the option took the next word.
        private static (Word? Definition, bool TakesNext) Option(Word word, Word? next, bool isFpm)
        {
            string text = word.Text;
            if (text.StartsWith("--", StringComparison.Ordinal))
            {
                if (text == "--define")
                    return (next, next is not null);
                if (text.StartsWith("--define=", StringComparison.Ordinal))
                    return (word.Slice(9, text.Length - 9), false);
                bool takes =
                    text
                    is "--php-ini"
                        or "--file"
                        or "--run"
                        or "--server"
                        or "--docroot"
                        or "--zend-extension"
                        or "--process-begin"
                        or "--process-code"
                        or "--process-file"
                        or "--process-end"
                        or "--fpm-config"
                        or "--prefix"
                        or "--pid"
                        or "--rf"
                        or "--rc"
                        or "--re"
                        or "--rz"
                        or "--ri"
                        or "--bindpath";
                return (null, takes && next is not null);
            }
            string withValue = isFpm ? "cdgpyz" : "BEFRSbcdfrtz";
            for (int i = 1; i < text.Length; i++)
            {
                if (!withValue.Contains(text[i], StringComparison.Ordinal))
                    continue;
                bool isJoined = i + 1 < text.Length;
                if (text[i] != 'd')
                    return (null, !isJoined && next is not null);
                if (!isJoined)
                    return (next, next is not null);
                int from = text[i + 1] == '=' ? i + 2 : i + 1;
                return (word.Slice(from, text.Length - from), false);
            }
            return (null, false);
        }

        private static RuntimeSetting? Definition(Word definition)
        {
            string text = definition.Text;
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || text.AsSpan(0, equals).Trim() is not Limit)
                return null;
            int from = equals + 1,
                to = text.Length;
            while (from < to && text[from] == ' ')
                from++;
            if (to - from > 1 && text[from] is '"' or '\'' && text[to - 1] == text[from])
                (from, to) = (from + 1, to - 1);
            // It is read as a line of php.ini, where a semicolon begins a comment.
            else if (text.IndexOf(';', from) is >= 0 and var comment)
                to = comment;
            return new RuntimeSetting(Limit, definition.Slice(from, to - from), definition.Origin ?? new TextOrigin.Argument("args"))
            {
                Written = text,
            };
        }

        // php.ini, then conf.d in the order of its names: the last one wins.
        private RuntimeSetting? OfFiles()
        {
            RuntimeSetting? found = null;
            foreach (
                string path in input
                    .FilePaths()
                    .Where(p => p.EndsWith(".ini", StringComparison.Ordinal))
                    .OrderBy(p => PathText.NameOf(p) == "php.ini" ? 0 : 1)
            )
            {
                bool isRead =
                    PathText.NameOf(path) == "php.ini"
                    || PathText.NameOf(PathText.FolderOf(path)) is "conf.d" or "php.d" or "mods-available";
                if (!isRead || input.ReadFile(path) is not { } text)
                    continue;
                foreach (var entry in IniText.Read(text, ";"))
                {
                    if (entry.Key == Limit)
                        found = Setting(entry);
                }
            }
            return found;
        }

        private RuntimeSetting Setting(IniEntry entry)
        {
            var value = entry.Value;
            // PHP fills in variables of its environment.
            if (value.IsKnown && value.Text.StartsWith("${", StringComparison.Ordinal))
            {
                value = value.Text.EndsWith('}') ? process.Variable(value.Text[2..^1]) ?? Word.Unknown : Word.Unknown;
            }
            _hasOpenFile |= !value.IsKnown;
            return new RuntimeSetting(entry.Key, value, entry.Value.Origin ?? new TextOrigin.MountedFile(null))
            {
                Written = $"{entry.Key} = {entry.Value}",
            };
        }

        // The pools of mounted files; php_admin_value and php_value set the limit of one.
        private PhpFacts WithPools(PhpFacts facts, long? limit, RuntimeCertainty certainty)
        {
            if (_isNamed ? !process.Arguments[0].Text.Contains("fpm", StringComparison.Ordinal) : input.Image?.Says("fpm") != true)
                return facts;
            var pools = ImmutableArray.CreateBuilder<WorkerPool>();
            foreach (var pool in PoolEntries().GroupBy(e => e.Section, StringComparer.Ordinal))
            {
                RuntimeSetting? children = null,
                    memory = facts.LimitSource;
                long? bytes = memory is { Word.IsKnown: true } ? limit : null;
                foreach (var entry in pool)
                {
                    if (entry.Key == "pm.max_children")
                        children = Setting(entry);
                    if (entry.Key is not ("php_admin_value[memory_limit]" or "php_value[memory_limit]"))
                        continue;
                    memory = Setting(entry);
                    bytes = memory.Word.IsKnown ? Limited(memory, bytes ?? BuiltInLimit) : null;
                    if (facts.LimitSource is null || entry.Key.StartsWith("php_admin", StringComparison.Ordinal))
                    {
                        facts = facts with
                        {
                            LimitSource = memory,
                            MemoryLimitBytes = bytes,
                            IsUnlimited = bytes is null && memory.Word.IsKnown,
                        };
                    }
                }
                if (
                    children is { Word.IsKnown: true }
                    && memory is not null
                    && bytes is > 0
                    && int.TryParse(children.Word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                    && count > 0
                )
                {
                    pools.Add(new WorkerPool("PHP-FPM", count, children, bytes.Value, memory, certainty));
                }
            }
            return facts with { Pools = pools.ToImmutable() };
        }

        private IEnumerable<IniEntry> PoolEntries() =>
            input
                .FilePaths()
                .Where(p => p.EndsWith(".conf", StringComparison.Ordinal) && p.Contains("php", StringComparison.OrdinalIgnoreCase))
                .SelectMany(p => input.ReadFile(p) is { } text ? IniText.Read(text, ";") : [])
                .Where(e => e.Section is not ("" or "global"));
    }
}
