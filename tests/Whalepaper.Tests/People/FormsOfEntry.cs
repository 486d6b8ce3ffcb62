namespace Whalepaper.Tests.People;

/// <summary>The forms of those who come in.</summary>
internal static class FormsOfEntry
{
    private const string NewPassword = "another long secret";

    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("POST", "/sign-in", stage => Task.FromResult(stage.AsVisitor("/sign-in", ("email", Household.Email("open")), ("password", Household.Password), ("return", "/members")))) { Needs = ["email", "password"] },
        new("DELETE", "/sign-in", stage => stage.AsComerAsync("/sign-in")),
        new("POST", "/sign-in/code", async stage =>
        {
            var (session, secret) = await stage.HalfwayAsync();
            return new Filled(session, null, "/sign-in/code", ("code", OneTimeCode.Of(secret)), ("remember", "yes"), ("return", "/members"));
        })
        { Needs = ["code"], Wrong = [("code", ["abc", "12345"])] },
        new("POST", "/sign-in/links/{key}", async stage => stage.AsVisitor($"/sign-in/links/{await stage.LinkAsync()}")),
        new("POST", "/sign-in/passkey/challenge", stage => Task.FromResult(stage.AsVisitor("/sign-in/passkey/challenge"))),
        new("POST", "/sign-in/passkey", async stage =>
        {
            var (_, _, device) = await stage.WithPasskeyAsync();
            var visitor = stage.Visitor();
            return new Filled(visitor, null, "/sign-in/passkey", ("credential", await stage.AskedAsync(visitor, device)), ("return", "/members"));
        })
        { Needs = ["credential"], Wrong = [("credential", BadWords.Credentials)] },
        new("POST", "/sign-in/provider", stage => Task.FromResult(stage.AsVisitor("/sign-in/provider", ("return", "/members")))),
        new("POST", "/join", async stage => stage.AsVisitor("/join", [.. Joiner(stage.Next()), ("tracks", "nlp"), ("tracks", "cv"), ("promise", "yes"), ("invitation", await stage.InvitationAsync())]))
        {
            Needs = ["name", "email", "password", "promise"],
            Wrong =
            [
                ("name", BadWords.Names), ("email", BadWords.Addresses), ("password", BadWords.Passwords), ("tracks", BadWords.Choices), ("zone", BadWords.Zones), ("language", BadWords.Choices),
                ("promise", ["no", "on", "1"]), ("invitation", ["abc", "../../me"]),
            ],
        },
        new("POST", "/join/{key}", async stage => stage.AsVisitor($"/join/{await stage.LetterAsync()}", ("password", Household.Password)))
        {
            Needs = ["password"],
            Wrong = [("password", ["not the password of the form"])],
        },
        new("POST", "/set-up/{key}", async stage => await FoundAsync(stage, group: false, ("group", "A new group"), ("zone", "Europe/Berlin"), ("language", "en"), ("beginning", "template")))
        {
            Needs = ["name", "email", "password", "group", "zone", "language", "beginning"],
            Wrong =
            [
                ("name", BadWords.Names), ("email", BadWords.Addresses), ("password", BadWords.Passwords), ("group", [" "]), ("zone", BadWords.Zones), ("language", BadWords.Choices), ("beginning", BadWords.Choices),
            ],
        },
        new("POST", "/set-up/{key}", async stage => await FoundAsync(stage, group: true))
        {
            Way = "there is a group", Needs = ["name", "email", "password"], Wrong = [("name", BadWords.Names), ("email", BadWords.Addresses), ("password", BadWords.Passwords)],
        },
        new("POST", "/password-reset", stage => Task.FromResult(stage.AsVisitor("/password-reset", ("email", Household.Email("open"))))) { Needs = ["email"], Wrong = [("email", BadWords.Addresses)] },
        new("POST", "/password-reset/{account:int}", async stage =>
        {
            var id = await stage.House.AddAsync($"comer{stage.Next()}", Members.Standing.Open);
            var (account, token) = await stage.OnAccountAsync(id, async (accounts, account) => (account.Id, await accounts.GeneratePasswordResetTokenAsync(account)));
            return stage.AsVisitor($"/password-reset/{account}", ("token", token), ("password", NewPassword));
        })
        { Needs = ["token", "password"], Wrong = [("token", ["abc", "<b>"]), ("password", BadWords.Passwords)] },
        new("POST", "/invitations/{key}", async stage => await stage.AsComerAsync($"/invitations/{await stage.InvitationAsync()}")),
    ];

    private static (string Name, string Value)[] Joiner(int number) =>
        [("name", $"Comer {number}"), ("email", $"comer-{number}@people.example"), ("password", Household.Password), ("zone", "Europe/Berlin"), ("language", "en")];

    private static async Task<Filled> FoundAsync(Stage stage, bool group, params (string Name, string Value)[] more)
    {
        var (site, path) = await stage.EmptyAsync(group);
        return new Filled(stage.Visitor(site), null, path, [("name", "Anna"), ("email", "anna@people.example"), ("password", Household.Password), .. more]);
    }
}
