using System.Globalization;
using Twofold.Fleet.Governors;
using Twofold.Web.AuditTrail;
using Twofold.Web.Desk;

namespace Twofold.Web.Composition;

/// <summary>How the console runs, as its command line says.</summary>
public sealed record ConsoleOptions
{
    /// <summary>What the command line takes.</summary>
    public const string Usage = """
        Runs the console, the fleet behind it and the gateway for phones.

          --data DIR             where everything is kept (./.twofold/server)
          --postgres-file FILE   a file with the connection string of a PostgreSQL database, which then keeps the fleet instead of DIR
          --listen URL           where the console listens (http://127.0.0.1:7443)
          --gateway URL          where phones connect (https://127.0.0.1:7444)
          --gateway-public URL   how phones reach the gateway, when not as it listens
          --certificate FILE     certificate and private key, PEM, for a console on https
          --budget N             work VMs that one hour may put at risk before a second person is asked (5); after the
                                 first start it can only be lowered
          --role-age-hours N     how long someone must have held the right before they count as a second person (72)
          --loosening-wait-hours N   how long a change of who decides waits after two persons agreed on it (24); both can
                                 only be raised after the first start
          --keep-days N          days for which phones' history is kept in full, 7 to 36500 (for ever); then only that something
                                 happened, when and by whom. What people ordered stays
          --audit-witness-file FILE  a file to which every checkpoint of the audit is added, on a disk this server cannot rewrite
          --audit-witness-url URL    an address to which every checkpoint is sent, https or on this machine
          --audit-witness-secret-file FILE  a file with the secret that signs what is sent to URL
          --audit-checkpoint-events N   events that make a checkpoint due, 1 to 256 (256)
          --audit-checkpoint-minutes N  minutes after which one is due if anything happened, 1 to 1440 (5)
          --backup-dir DIR       a folder for the backups that owners and pipelines ask for; it takes no other
          --backup-passphrase-file FILE  a file with the passphrase that seals them, at least 16 characters
          --issue-codes FILE     phones to issue enrolment codes for, lines of name, owner and labels between tabs; codes go to FILE.codes
          --ready-file FILE      written with the line `ready URL` when the console listens

        On standard output: `sign-in URL` once, as long as nobody owns the installation, then `gateway URL` and `ready URL`.
        """;

    /// <summary>The largest budget.</summary>
    public const int MaxBudget = GovernorSettings.MaxPerHour;

    /// <summary>The longest time in hours that the governor waits for anything.</summary>
    public const int MaxHours = 720;

    /// <summary>The budget of a first start that names none.</summary>
    public const int DefaultBudget = 5;

    /// <summary>Where everything is kept.</summary>
    public string Data { get; init; } = Path.Combine(".twofold", "server");

    /// <summary>A file with a connection string of PostgreSQL, or null for a database file in <see cref="Data"/>.</summary>
    public string? PostgresFile { get; init; }

    /// <summary>Where the console listens.</summary>
    public ListenAddress Listen { get; init; } = new("http", "127.0.0.1", 7443);

    /// <summary>Where phones connect.</summary>
    public ListenAddress Gateway { get; init; } = new("https", "127.0.0.1", 7444);

    /// <summary>How phones reach the gateway, or null for as it listens.</summary>
    public Uri? GatewayPublic { get; init; }

    /// <summary>A file with certificate and private key (PEM), or null.</summary>
    public string? Certificate { get; init; }

    /// <summary>The governor's budget, or null when none is named. After the first start it can only be lowered.</summary>
    public int? Budget { get; init; }

    /// <summary>See <see cref="GovernorSettings.RoleAge"/>; null when none is named. After the first start it can only be raised.</summary>
    public TimeSpan? RoleAge { get; init; }

    /// <summary>See <see cref="GovernorSettings.LooseningWait"/>; null when none is named. After the first start it can only be raised.</summary>
    public TimeSpan? LooseningWait { get; init; }

    /// <summary>Days for which phones' history is kept in full, or null for ever.</summary>
    public int? KeepDays { get; init; }

    /// <summary>Checkpoints and witnesses of the audit.</summary>
    public AuditOptions Audit { get; init; } = new();

    /// <summary>Where backups that are asked for go, or null for none.</summary>
    public string? BackupFolder { get; init; }

    /// <summary>A file with the passphrase that seals them, or null.</summary>
    public string? BackupPassphraseFile { get; init; }

    /// <summary>How long a request waits for what follows an order; then it answers with what is so far.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A list of phones to issue enrolment codes for, or null.</summary>
    public string? IssueCodes { get; init; }

    /// <summary>A file to write when the console listens, or null.</summary>
    public string? ReadyFile { get; init; }

    /// <summary>Reads a command line: <c>console/unknown-option</c>, <c>console/bad-value</c>, <c>console/insecure-bind</c>, <c>console/certificate</c>.</summary>
    public static Answer<ConsoleOptions> Read(IReadOnlyList<string> args)
    {
        var options = Answer.Of(new ConsoleOptions());
        for (var i = 0; i < args.Count && options.Ok; i += 2)
            options = i + 1 < args.Count ? options.Value.With(args[i], args[i + 1]) : Bad($"the option `{args[i]}` wants a value");
        return options.Ok ? options.Value.Checked() : options;
    }

    /// <summary>The same options when they are safe together.</summary>
    public Answer<ConsoleOptions> Checked() => this switch
    {
        // INVARIANT: beyond loopback nothing is served without TLS.
        { Listen: { IsLoopback: false, IsTls: false } } => Answer.No<ConsoleOptions>(
            "console/insecure-bind", $"`{Listen}` is beyond loopback: use https and a certificate"),
        { Listen.IsTls: true, Certificate: null } => Answer.No<ConsoleOptions>("console/certificate", "https wants `--certificate`"),
        { Listen.IsTls: true } when !File.Exists(Certificate) => Answer.No<ConsoleOptions>("console/certificate", $"there is no file `{Certificate}`"),
        { BackupFolder: null, BackupPassphraseFile: not null } or { BackupFolder: not null, BackupPassphraseFile: null } =>
            Bad("`--backup-dir` and `--backup-passphrase-file` go together"),
        { Gateway.IsTls: false } => Answer.No<ConsoleOptions>("console/insecure-bind", "phones connect over https only"),
        _ => Answer.Of(this),
    };

    private Answer<ConsoleOptions> With(string name, string value) => name switch
    {
        "--data" => Answer.Of(this with { Data = value }),
        "--postgres-file" => Answer.Of(this with { PostgresFile = value }),
        "--listen" => Address(name, value, a => this with { Listen = a }),
        "--gateway" => Address(name, value, a => this with { Gateway = a }),
        "--gateway-public" => Public(name, value),
        "--certificate" => Answer.Of(this with { Certificate = value }),
        "--budget" => Number(name, value, MaxBudget, n => this with { Budget = n }),
        "--role-age-hours" => Number(name, value, MaxHours, n => this with { RoleAge = TimeSpan.FromHours(n) }),
        "--loosening-wait-hours" => Number(name, value, MaxHours, n => this with { LooseningWait = TimeSpan.FromHours(n) }),
        "--keep-days" => Days(name, value),
        "--audit-witness-file" => Answer.Of(this with { Audit = Audit with { WitnessFile = value } }),
        "--audit-witness-secret-file" => Answer.Of(this with { Audit = Audit with { WitnessSecretFile = value } }),
        "--audit-witness-url" => WitnessUrl(name, value),
        "--audit-checkpoint-events" => AtLeastOne(name, value, 256, n => this with { Audit = Audit with { CheckpointEvents = n } }),
        "--audit-checkpoint-minutes" => AtLeastOne(name, value, 1440, n => this with { Audit = Audit with { CheckpointEvery = TimeSpan.FromMinutes(n) } }),
        "--backup-dir" => Answer.Of(this with { BackupFolder = value }),
        "--backup-passphrase-file" => Answer.Of(this with { BackupPassphraseFile = value }),
        "--issue-codes" => Answer.Of(this with { IssueCodes = value }),
        "--ready-file" => Answer.Of(this with { ReadyFile = value }),
        _ => Answer.No<ConsoleOptions>("console/unknown-option", $"unknown option `{name}`"),
    };

    private static Answer<ConsoleOptions> Address(string name, string value, Func<ListenAddress, ConsoleOptions> with) =>
        ListenAddress.TryParse(value) is { } address ? Answer.Of(with(address)) : Bad($"`{value}` is not an address for `{name}`, such as https://127.0.0.1:7444");

    private Answer<ConsoleOptions> Public(string name, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.PathAndQuery == "/"
            ? Answer.Of(this with { GatewayPublic = url })
            : Bad($"`{value}` is not `https://host:port/` for `{name}`");

    private static Answer<ConsoleOptions> Number(string name, string value, int most, Func<int, ConsoleOptions> with) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? Answer.Of(with(number))
            : Bad($"`{value}` is not a number from 0 to {most} for `{name}`");

    private Answer<ConsoleOptions> Days(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= Keeper.LeastDays and <= Keeper.MostDays
            ? Answer.Of(this with { KeepDays = days })
            : Bad($"`{value}` is not a number from {Keeper.LeastDays} to {Keeper.MostDays} for `{name}`");

    private static Answer<ConsoleOptions> AtLeastOne(string name, string value, int most, Func<int, ConsoleOptions> with) =>
        value.Trim('0').Length > 0 ? Number(name, value, most, with) : Bad($"`{value}` is not a number from 1 to {most} for `{name}`");

    private Answer<ConsoleOptions> WitnessUrl(string name, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url is { IsLoopback: true, Scheme: "http" })
            ? Answer.Of(this with { Audit = Audit with { WitnessUrl = url } })
            : Bad($"`{value}` is not an address for `{name}`: https, or http on this machine");

    private static Answer<ConsoleOptions> Bad(string message) => Answer.No<ConsoleOptions>("console/bad-value", message);
}
