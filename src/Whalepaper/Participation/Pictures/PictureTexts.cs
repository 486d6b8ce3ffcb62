namespace Whalepaper.Participation.Pictures;

/// <summary>The texts of pictures of how a topic was taken part in.</summary>
public sealed class PictureTexts;
