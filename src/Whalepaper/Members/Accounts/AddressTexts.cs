namespace Whalepaper.Members.Accounts;

/// <summary>The words of changing one's address; they lie beside it, in each language.</summary>
public sealed class AddressTexts;
