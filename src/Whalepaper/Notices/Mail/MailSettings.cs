using System.Globalization;
using System.Net.Mail;
using System.Resources;
using System.Text.RegularExpressions;

namespace Whalepaper.Notices.Mail;

/// <summary>The server that takes our mail, and in whose name we write.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">How the connection is kept from others.</param>
/// <param name="User">By what it knows us; null where it asks for nothing.</param>
/// <param name="Password">By what we prove to be it; null where it asks for nothing.</param>
/// <param name="From">The address that we write from.</param>
/// <param name="FromName">The name beside it; null for the group's.</param>
/// <param name="ReplyTo">Where answers go; null for <paramref name="From"/>.</param>
public sealed partial record MailSettings(string Host, int Port, MailSecurity Security, string? User, string? Password, string From, string? FromName, string? ReplyTo)
{
    /// <summary>The variables that set it begin so: <c>WHALEPAPER_MAIL__HOST</c> and so on.</summary>
    public const string Setting = "WHALEPAPER_MAIL";

    /// <summary>The section of <c>appsettings.json</c> that sets it where no variable does.</summary>
    public const string Section = "Mail";

    private static readonly string[] all = [nameof(Host), nameof(Port), nameof(Security), nameof(User), nameof(Password), nameof(From), nameof(FromName), nameof(ReplyTo)];

    /// <summary>What stands behind the at sign of the address that we write from: the <c>Message-ID</c> of every letter ends so.</summary>
    public string Domain => From[(From.LastIndexOf('@') + 1)..];

    /// <summary>Reads what is set; null if nothing is.</summary>
    /// <exception cref="InvalidOperationException">It is set by half, or to what cannot be.</exception>
    public static MailSettings? Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var given = all.ToDictionary(part => part, part => Given(settings, part), StringComparer.Ordinal);
        if (given.Values.All(value => value is null))
            return null;
        var (made, faults) = Make(
            given[nameof(Host)], given[nameof(Port)], given[nameof(Security)], given[nameof(User)], given[nameof(Password)], given[nameof(From)], given[nameof(FromName)], given[nameof(ReplyTo)]);
        if (made is not null)
            return made;
        var words = new ResourceManager(typeof(MailTexts));
        throw new InvalidOperationException(string.Join(' ', faults.Select(fault => $"{Setting}__{fault.Field.ToUpperInvariant()}: {words.GetString(fault.Key, CultureInfo.InvariantCulture)}")));
    }

    /// <summary>Makes settings of what was typed.</summary>
    /// <returns>The settings; or what is wrong, by field, with the key of its word in <see cref="MailTexts"/>.</returns>
    public static (MailSettings? Made, IReadOnlyList<(string Field, string Key)> Faults) Make(string? host, string? port, string? security, string? user, string? password, string? from, string? fromName, string? replyTo)
    {
        var faults = new List<(string Field, string Key)>();
        if (host is null || !IsHost(host))
            faults.Add(("host", "Fault.Host"));
        if (SecurityOf(security ?? "starttls") is not { } kept)
        {
            faults.Add(("security", "Fault.Security"));
            kept = MailSecurity.StartTls;
        }

        var usual = kept is MailSecurity.Tls ? "465" : kept is MailSecurity.None ? "25" : "587";
        if (!int.TryParse(port ?? usual, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535)
            faults.Add(("port", "Fault.Port"));
        if (from is null || !IsAddress(from))
            faults.Add(("from", "Fault.From"));
        if (replyTo is not null && !IsAddress(replyTo))
            faults.Add(("replyTo", "Fault.ReplyTo"));
        if (user is null != password is null)
            faults.Add((user is null ? "user" : "password", user is null ? "Fault.User" : "Fault.Password"));
        // Whoever sits on the way would read the password.
        if (password is not null && kept is MailSecurity.None && !IsHere(host ?? ""))
            faults.Add(("security", "Fault.Open"));
        if (new[] { host, user, password, from, fromName, replyTo }.Any(text => text?.Any(char.IsControl) is true))
            faults.Add(("host", "Fault.Line"));
        return faults.Count > 0 ? (null, faults) : (new MailSettings(host!, number, kept, user, password, from!, fromName, replyTo), faults);
    }

    /// <summary>The word of a way to encrypt, as forms and variables write it.</summary>
    public static string WordOf(MailSecurity security) => security switch
    {
        MailSecurity.StartTls => "starttls",
        MailSecurity.Tls => "tls",
        _ => "none",
    };

    /// <inheritdoc />
    public override string ToString() => $"{Host}:{Port} ({WordOf(Security)}), from {From}";

    private static MailSecurity? SecurityOf(string word) => word switch
    {
        "starttls" => MailSecurity.StartTls,
        "tls" => MailSecurity.Tls,
        "none" => MailSecurity.None,
        _ => null,
    };

    private static bool IsAddress(string text) => text.Length <= 254 && !text.Any(sign => char.IsWhiteSpace(sign) || char.GetUnicodeCategory(sign) is UnicodeCategory.Format or UnicodeCategory.Control) && MailAddress.TryCreate(text, out var address) && string.Equals(address.Address, text, StringComparison.Ordinal);

    private static bool IsHost(string text) => HostShape().IsMatch(text) || (text.Contains(':', StringComparison.Ordinal) && System.Net.IPAddress.TryParse(text, out _));

    private static bool IsHere(string host) => host is "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));

    private static string? Given(IConfiguration settings, string part) =>
        new[] { settings[$"{Setting}:{part}"], settings[$"{Section}:{part}"] }.Select(text => text?.Trim()).FirstOrDefault(text => text is { Length: > 0 });

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostShape();
}
