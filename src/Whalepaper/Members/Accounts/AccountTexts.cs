namespace Whalepaper.Members.Accounts;

/// <summary>The words of signing in, joining and setting up; they lie beside it, in each language.</summary>
public sealed class AccountTexts;
